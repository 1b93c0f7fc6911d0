// GitHub's packages import JSON without saying so, which their own bundler allows and Node does not.
import { register } from "node:module";

register(
  `data:text/javascript,${encodeURIComponent(`
    export async function load(url, context, next) {
      return next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);
    }`)}`,
);
