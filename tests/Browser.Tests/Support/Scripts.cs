namespace Layercake.Browser.Tests.Support;

/// <summary>Questions to a page that only the browser can answer.</summary>
internal static class Scripts
{
    /// <summary>Each visible text whose contrast to what is behind it is less than 4.5, as WCAG 2 counts it.</summary>
    public const string LowContrast = """
        () => {
          const channel = value => { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
          const parse = colour => (colour.match(/[\d.]+/g) ?? []).map(Number);
          const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
          const opaque = colour => {
            const parts = parse(colour);
            return parts.length >= 3 && (parts.length === 3 || parts[3] === 1) ? parts : null;
          };
          const behind = element => {
            const rect = element.namespaceURI.endsWith("svg") && element.parentElement.querySelector(":scope > rect");
            if (rect) return opaque(getComputedStyle(rect).fill);
            for (let box = element; box; box = box.parentElement) {
              const colour = opaque(getComputedStyle(box).backgroundColor);
              if (colour) return colour;
            }
            return [255, 255, 255];
          };
          const low = [];
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = texts.nextNode(); node; node = texts.nextNode()) {
            const element = node.parentElement;
            if (!node.data.trim() || element.closest("script, title") || !element.checkVisibility()) continue;
            const style = getComputedStyle(element);
            const front = parse(element.namespaceURI.endsWith("svg") ? style.fill : style.color);
            const [a, b] = [light(front), light(behind(element))];
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            const name = `${element.tagName}.${element.getAttribute("class")}`;
            if (contrast < 4.5) low.push(`${name} "${node.data.trim().slice(0, 30)}" ${contrast.toFixed(2)}`);
          }
          return [...new Set(low)];
        }
        """;

    /// <summary>Texts of the picture that do not fit into their box.</summary>
    public const string TooLongForTheirBox = """
        () => [...document.querySelectorAll("#graph .node")].flatMap(node => {
          const rect = node.querySelector("rect").getBBox();
          const sticksOut = text => {
            const box = text.getBBox();
            return box.x < rect.x || box.x + box.width > rect.x + rect.width;
          };
          return [...node.querySelectorAll("text")].filter(sticksOut).map(text => text.textContent);
        })
        """;

    /// <summary>What a keyboard should reach, in the order of the page.</summary>
    public const string Reachable = """
        () => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
          .filter(element => element.checkVisibility())
          .length
        """;

    /// <summary>What has the focus, and whether one sees it; null at the end of the page.</summary>
    public const string Focused = """
        () => {
          const element = document.activeElement;
          if (element === document.body) return null;
          element.dataset.reached ??= String(document.querySelectorAll("[data-reached]").length);
          const style = getComputedStyle(element);
          const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
          const framed = () => parseFloat(getComputedStyle(element.querySelector("rect")).strokeWidth) >= 3;
          const seen = outlined || element.matches(".node") && framed();
          return `${element.dataset.reached} ${seen ? "seen" : `unseen ${element.outerHTML.slice(0, 80)}`}`;
        }
        """;
}
