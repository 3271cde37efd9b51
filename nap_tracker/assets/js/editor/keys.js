// Keys of the text. Tab is left alone, so that the keyboard can always leave the field.
import { baseKeymap, chainCommands, createParagraphNear } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { inputRules, undoInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, splitListItem } from "prosemirror-schema-list";
import { NodeSelection, TextSelection } from "prosemirror-state";

import { ancestor, footnoteAt, indent, outdent, setStyle, toggle, toggleList } from "./commands.js";
import { schema } from "./schema.js";

const { nodes } = schema;

export const typed = inputRules({
  rules: [
    wrappingInputRule(/^\s*[-*•]\s$/, nodes.bullet_list),
    wrappingInputRule(/^1[.)]\s$/, nodes.ordered_list),
  ],
});

/** toToolbar and open (a panel by name) come from the field. */
export function keys({ toToolbar, open }) {
  const call = (run) => () => {
    run();
    return true;
  };
  return [
    keymap({
      Backspace: undoInputRule,
      Enter: chainCommands(
        (state) => Boolean(footnoteAt(state)) && call(() => open("footnote"))(),
        leaveCaption,
        splitListItem(nodes.list_item),
        (state, dispatch) => isEmptyItem(state) && liftListItem(nodes.list_item)(state, dispatch),
      ),
      "Mod-b": toggle.strong,
      "Mod-i": toggle.em,
      "Mod-,": toggle.sub,
      "Mod-.": toggle.sup,
      "Mod-k": call(() => open("link")),
      "Mod-z": undo,
      "Mod-y": redo,
      "Mod-Shift-z": redo,
      "Mod-]": indent,
      "Mod-[": outdent,
      "Mod-Alt-0": setStyle(0),
      "Mod-Alt-3": setStyle(3),
      "Mod-Alt-4": setStyle(4),
      "Mod-Alt-5": setStyle(5),
      "Mod-Shift-8": toggleList(nodes.bullet_list),
      "Mod-Shift-7": toggleList(nodes.ordered_list),
      "Alt-F10": call(toToolbar),
    }),
    keymap(baseKeymap),
  ];
}

function isEmptyItem(state) {
  const { $from } = state.selection;
  return $from.depth > 1 && $from.node(-1).type === nodes.list_item && !$from.parent.content.size;
}

/** Enter in a caption goes on: from a table's into its first cell, from a figure's below it. */
function leaveCaption(state, dispatch) {
  const { $from } = state.selection;
  if ($from.parent.type === nodes.table_caption) {
    if (dispatch) dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve($from.after()))));
    return true;
  }
  if ($from.parent.type !== nodes.figcaption) return false;
  const figure = ancestor(state, (node) => node.type === nodes.figure);
  const selected = state.apply(state.tr.setSelection(NodeSelection.create(state.doc, figure.pos)));
  return createParagraphNear(selected, dispatch);
}
