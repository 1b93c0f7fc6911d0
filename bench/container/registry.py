"""A registry of container images on loopback that has one image: what a build for it needs as its base. It takes no image."""

import http.server
import pathlib
import re
import sys

folder = pathlib.Path(sys.argv[1])
manifest_type = "application/vnd.oci.image.manifest.v1+json"


class Registry(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        match = re.fullmatch(r"/v2/(?:[^/]+/(manifests|blobs)/([\w.:]+))?", self.path)
        kind, name = match.groups() if match else ("", None)
        if kind is None:
            return self.answer(200, b"{}", "application/json")
        file = folder / name.replace("sha256:", "") if kind == "blobs" else folder / "manifest.json"
        if not kind or not file.is_file():
            return self.answer(404, b"{}", "application/json")
        self.answer(200, file.read_bytes(), manifest_type if kind == "manifests" else "application/octet-stream")

    do_HEAD = do_GET

    def answer(self, status, body, content_type):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
print(server.server_address[1], flush=True)
server.serve_forever()
