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
