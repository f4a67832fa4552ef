"""Runs a recipe in Python. Tells of each numbered request once the recipe has begun to read its body."""
import http.server
import runpy
import sys


class Stream:
    def __init__(self, handler):
        self.handler, self.stream = handler, handler.rfile

    def read(self, size):
        number = self.handler.headers.get("X-Test-Number")
        if number:
            print(f"*** request {number} has arrived", file=sys.stderr, flush=True)
        return self.stream.read(size)

    def __getattr__(self, name):
        return getattr(self.stream, name)


class Handler(http.server.BaseHTTPRequestHandler):
    def setup(self):
        super().setup()
        self.rfile = Stream(self)


http.server.BaseHTTPRequestHandler = Handler
runpy.run_path(sys.argv[1], run_name="__main__")
