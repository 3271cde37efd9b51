// Text as it is searched, in the way of the server (text/folding.py): without case, accents and what
// the eye does not see; marks that are letters of their own (Lao, Thai, Indic) stay.
const DROPPED = new RegExp(
  "[\\u00ad\\u0300-\\u036f\\u0591-\\u05bd\\u05bf-\\u05c7\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670" +
    "\\u06d6-\\u06dc\\u06df-\\u06e8\\u06ea-\\u06ed\\u08d3-\\u08ff\\u1ab0-\\u1aff\\u1dc0-\\u1dff" +
    "\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f\\ufeff]",
  "g",
);
const ALIKE = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ı: "i",
  þ: "th",
  ß: "ss",
  ς: "σ",
  ى: "ي",
  ة: "ه",
  ک: "ك",
  ی: "ي",
  "’": "'",
  "‘": "'",
  ʼ: "'",
  "‐": "-",
  "‑": "-",
  "–": "-",
  "—": "-",
};

const known = new Map();

function folded(character) {
  let found = known.get(character);
  if (found === undefined) {
    const bare = character.normalize("NFKD").toLowerCase().normalize("NFKD").replace(DROPPED, "");
    found = [...bare].map((one) => (one.trim() ? (ALIKE[one] ?? one) : " ")).join("");
    known.set(character, found);
  }
  return found;
}

/** The folded text, one space between words, and for each of its characters where it comes from. */
export function mapped(text) {
  const parts = [];
  const places = [];
  let place = 0;
  for (const character of text) {
    for (const one of folded(character)) {
      if (one !== " " || (parts.length && parts.at(-1) !== " ")) {
        parts.push(one);
        places.push(place);
      }
    }
    place += character.length;
  }
  places.push(place);
  return { parts, places };
}

/** What is asked for, as it is compared. */
export function wanted(words) {
  return mapped(words).parts.join("").trim();
}

/** Where a folded phrase stands in a text: pairs of offsets. */
export function spans(text, phrase) {
  const { parts, places } = mapped(text);
  const sought = [...phrase];
  const found = [];
  for (let at = 0; at + sought.length <= parts.length; at += 1) {
    if (sought.every((one, number) => parts[at + number] === one)) {
      found.push([places[at], places[at + sought.length]]);
      at += sought.length - 1;
    }
  }
  return found;
}
