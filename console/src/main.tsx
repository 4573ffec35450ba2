// What all pages share comes first, so that a page can differ from it.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import { render } from "preact";
import { App } from "./app";

render(<App />, document.getElementById("app")!);
