import { render } from "preact";
import { followAddress } from "./state/route";
import { beginClocks, resume } from "./state/session";
import "./style/base.css";
import "./style/controls.css";
import "./style/meeting.css";
import "./style/records.css";
import "./style/hall.css";
import { App } from "./view/app";
import { language, setLanguage } from "./words/language";

const place = document.getElementById("page");
if (place === null) throw new Error("index.html has no #page");
setLanguage(language.value);
beginClocks();
followAddress();
render(<App />, place);
void resume();
