/** Starts what the page at hand needs; the editor is loaded only where there is code to work on. */
import { startBeside } from "./page/beside.ts";
import { startConfirmations } from "./page/confirm.ts";
import { startCopying } from "./page/copying.ts";
import { writeMoments } from "./page/moments.ts";
import { startPace } from "./page/pace.ts";
import { startPartials } from "./page/partial.ts";
import { startPreview } from "./page/preview.ts";
import { startProof } from "./page/proof.ts";
import { startReading } from "./page/reading.ts";
import { startRenewed } from "./page/renewed.ts";
import { startSearch } from "./page/search.ts";
import { startSession } from "./page/session.ts";
import { startTheme } from "./page/theme.ts";
import { startVoice } from "./page/voice.ts";

writeMoments(document);
startTheme();
startBeside();
startConfirmations();
startPartials();
startRenewed();
startPace();
startReading();
startProof();
startPreview();
startSession();
startSearch();
startCopying();
startVoice();

const page = document.body.dataset["page"];
if (page === "fix") void import("./workbench/fix.ts").then(({ startFix }) => startFix());
if (page === "break") void import("./workbench/break.ts").then(({ startBreak }) => startBreak());
if (page === "pair") void import("./pairing/instructor.ts").then(({ startPair }) => startPair());
if (page === "find") void import("./workbench/find.ts").then(({ startFind }) => startFind());
if (page === "assessment") void import("./page/assessment.ts").then(({ startAssessment }) => startAssessment());
if (page === "check") void import("./page/check.ts").then(({ startCheck }) => startCheck());
if (page === "arena" || page === "arena-projector")
  void import("./page/arena.ts").then(({ startArena }) => startArena());
if (page === "wall" || page === "projector" || page === "help")
  void import("./page/wall.ts").then(({ startWall }) => startWall());
if (page === "slides") void import("./slides/deck.ts").then(({ startDeck }) => startDeck());
if (page === "presenter") void import("./slides/presenter.ts").then(({ startPresenter }) => startPresenter());
else if (document.querySelector("[data-exhibit]"))
  void import("./exhibits/index.ts").then(({ startExhibits }) => startExhibits());
if (page !== "presenter" && document.querySelector("[data-exercise]"))
  void import("./exercises/index.ts").then(({ startExercises }) => startExercises());
