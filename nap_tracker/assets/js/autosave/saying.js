// The one place that says whether what stands in the form is saved. It is never wrong: where it
// cannot be sure it says the worse.

export class Saying {
  constructor(place) {
    this.place = place;
    this.words = place.dataset;
    const part = (name) => place.querySelector(`[data-autosave-${name}]`);
    this.line = part("words");
    this.more = part("more");
    this.again = part("again");
    this.signIn = part("sign-in");
    this.notices = part("notices");
    this.collision = part("collision");
    this.collisionWords = part("collision-words");
    this.theirs = part("theirs");
    place.hidden = false;
  }

  /** `copied` is all, some or none: how much of what is not saved is kept on this device. */
  tell({ keeper, copied, hasSettings }) {
    this.write(this.line, this.sentence(keeper, copied));
    const { trouble } = keeper;
    this.again.hidden = !trouble || trouble.code === "signed_out" || (trouble.code === "network" && !trouble.isFinal);
    this.signIn.hidden = trouble?.code !== "signed_out";
    const settings = hasSettings ? this.words.settings : "";
    this.write(this.more, settings);
    this.more.hidden = !settings;
  }

  sentence(keeper, copied) {
    const { words } = this;
    const { trouble } = keeper;
    if (trouble?.code === "removed") return words.removed;
    if (trouble?.code === "signed_out") return this.with(words.signedOut, copied);
    if (trouble?.code === "network") {
      if (copied === "all") return trouble.isFinal ? words.notSavedDevice : words.device;
      return copied === "some" ? words.notSavedPartly : words.notSaved;
    }
    if (trouble) return this.with([words.notSaved, trouble.message].filter(Boolean).join(": "), copied);
    if (keeper.isRunning || keeper.pending || keeper.hasMore) return words.saving;
    if (keeper.held.size) return this.with(words.collided, copied);
    return keeper.savedWords;
  }

  with(sentence, copied) {
    if (copied === "none") return sentence;
    return `${sentence} (${copied === "all" ? this.words.device : this.words.notSavedPartly})`;
  }

  /** What others did meanwhile. */
  note(sentences) {
    if (!sentences.length) return;
    this.notices.replaceChildren(
      ...sentences.map((sentence) => {
        const line = document.createElement("p");
        line.textContent = sentence;
        return line;
      }),
    );
  }

  /** Both texts of a collision: mine stands in the form, theirs is shown here. */
  collide(words, theirs) {
    this.collisionWords.textContent = words;
    this.theirs.replaceChildren();
    for (const html of Object.values(theirs)) this.theirs.insertAdjacentHTML("beforeend", html);
    this.collision.hidden = false;
  }

  write(element, words) {
    if (element.textContent !== words) element.textContent = words;
  }
}
