// Small comforts of every page. Nothing works only because of them.
import { focusErrors } from "../errors.js";
import { sendOnce } from "../sending.js";
import { guardUnsaved } from "../unsaved.js";

focusErrors(document);
sendOnce(document);
guardUnsaved(document);
