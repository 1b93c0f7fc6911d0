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
    const kept = localStorage.getItem(ModeSwitch.#name);
    return ModeSwitch.#modes.includes(kept) ? kept : "both";
  }

  static show() {
    document.documentElement.dataset.mode = ModeSwitch.mode;
  }

  connectedCallback() {
    this.onchange = (event) => {
      localStorage.setItem(ModeSwitch.#name, event.target.value);
      ModeSwitch.show();
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
