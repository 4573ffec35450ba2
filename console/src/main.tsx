// The styles of shared components come first and in this order, so that a page can override them.
import "./styles/tokens.css";
import "./styles/base.css";
import "./ui/menu.css";
import "./ui/choice.css";
import "./ui/error-note.css";
import "./ui/empty.css";
import "./ui/dialog.css";
import "./ui/icons.css";
import "./ui/say.css";
import "./ui/later.css";
import "./shell.css";
import "./event/text.css";
import "./event/name.css";
import "./event/severity.css";
import "./event/fields.css";
import { render } from "preact";
import { App } from "./app";

render(<App />, document.getElementById("app")!);
