// A checkout is given the host that was built already: compiling it once more for each job would show nothing new.
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export function giveHost(host, checkout) {
  if (!host || !existsSync(join(checkout, "build.sh"))) return;

  const artifacts = join(checkout, "artifacts");
  mkdirSync(artifacts, { recursive: true });
  shareFiles(host, join(artifacts, "host"));
  const stamp = join(artifacts, "build.stamp");
  writeFileSync(stamp, "");
  const later = new Date(Date.now() + 60_000);
  utimesSync(stamp, later, later);
}

/** Nobody writes to them, so one copy does for all checkouts; on another disk they are copied. */
function shareFiles(from, to) {
  try {
    for (const entry of readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
      const file = join(to, join(entry.parentPath, entry.name).slice(from.length));
      mkdirSync(dirname(file), { recursive: true });
      linkSync(join(entry.parentPath, entry.name), file);
    }
  } catch (error) {
    if (error.code !== "EXDEV") throw error;
    cpSync(from, to, { recursive: true });
  }
}
