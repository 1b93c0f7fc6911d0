// A time in the zone and the manner of whoever reads it. Its text is the same time in UTC, for where no script runs.
class LocalTime extends HTMLElement {
  static observedAttributes = ["datetime"];

  attributeChangedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const at = new Date(this.getAttribute("datetime"));
    const time = document.createElement("time");
    time.dateTime = at.toISOString();
    time.textContent = at.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    root.replaceChildren(time);
  }
}

customElements.define("local-time", LocalTime);

// Which ways this browser shows: web.css hides the links of the other one. What may be done is for the server to say.
class ModeSwitch extends HTMLElement {
  static #name = "app-mode";
  static #modes = ["export", "import", "both"];

  static get mode() {
    let kept = null;
    try {
      kept = localStorage.getItem(ModeSwitch.#name);
    } catch {
      // This browser keeps nothing.
    }
    return ModeSwitch.#modes.includes(kept) ? kept : "both";
  }

  static show(mode = ModeSwitch.mode) {
    document.documentElement.dataset.mode = mode;
  }

  connectedCallback() {
    this.onchange = (event) => {
      try {
        localStorage.setItem(ModeSwitch.#name, event.target.value);
      } catch {
        // It is shown all the same, until the page is left.
      }
      ModeSwitch.show(event.target.value);
    };
    // The page puts the choices in after this.
    queueMicrotask(() => {
      for (const choice of this.querySelectorAll("input"))
        choice.checked = choice.value === ModeSwitch.mode;
    });
  }
}

ModeSwitch.show();
customElements.define("mode-switch", ModeSwitch);

// What the page says while it has no connection. Blazor tells this element how that stands.
const connection = document.getElementById("components-reconnect-modal");
const ourselves = document.currentScript.src;
let leaving = false;

function loadAgain() {
  if (leaving) return;
  leaving = true;
  connection.textContent = "The server does not know this page any more. It is loaded again.";
  setTimeout(() => location.reload(), 1500);
}

// A server that was started again knows no cookie of the one before. Blazor would go on trying.
async function leaveUnlessSignedIn() {
  try {
    const answer = await fetch(ourselves, { cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) loadAgain();
  } catch {
    // Nothing answers yet.
  }
}

connection.addEventListener("components-reconnect-state-changed", ({ detail }) => {
  if (leaving) return;
  if (detail.state === "hide") connection.textContent = "";
  else if (detail.state === "show")
    connection.textContent = "The connection to the server is lost. This page tries again by itself. Runs do not need it.";
  else if (detail.state === "retrying") detail.secondsToNextAttempt === 0 && leaveUnlessSignedIn();
  else loadAgain();
});

// At once, then after a second, two, and up to ten, for as long as the page is open.
const reconnectionOptions = { maxRetries: 1e9, retryIntervalMilliseconds: attempt => Math.min(attempt, 10) * 1000 };
Blazor.start({ circuit: { reconnectionOptions } });
