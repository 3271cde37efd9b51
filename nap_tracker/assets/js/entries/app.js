// Small comforts of every page. Nothing works only because of them.
import { focusErrors } from "../errors.js";
import { guardCopies, guardReturn } from "../keeping.js";
import { sendOnce } from "../sending.js";
import { guardUnsaved } from "../unsaved.js";

guardCopies(document);
guardReturn(window);
focusErrors(document);
sendOnce(document);
guardUnsaved(document);
