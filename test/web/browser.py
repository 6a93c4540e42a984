"""A page in headless Chromium, driven through --remote-debugging-pipe (Chrome DevTools Protocol, standard library only)."""

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time

patience = 300  # seconds: far more than a busy machine needs


def chromium():
    """The program, or None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def above_ten(descriptor):
    """The same end of a pipe, at a number of 10 or more."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return moved


class Browser:
    """One browser with one page; use it as a context manager."""

    def __init__(self, size=(1280, 1600)):
        self.size = size
        self.count = 0
        self.buffer = b""
        self.messages = []  # what the console of the page said: warnings and errors

    def __enter__(self):
        self.profile = tempfile.mkdtemp(prefix="tridens-browser-")
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        # The browser has its two ends at 3 and 4: the shell moves them there from above, so that none hides another.
        theirs_in, theirs_out = above_ten(theirs_in), above_ten(theirs_out)
        command = [
            "bash", "-c", 'exec "$0" "$@" 3<&%d 4>&%d' % (theirs_in, theirs_out), chromium(),
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe", "--no-first-run",
            "--disable-background-networking", f"--user-data-dir={self.profile}",
            "--window-size=%d,%d" % self.size, "about:blank",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.input, self.output = ours_in, ours_out
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        attached = self.call("Target.attachToTarget", {"targetId": page["targetId"], "flatten": True})
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.page(f"{domain}.enable")
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError, RuntimeError):
            self.send("Browser.close", {}, None)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.input)
        os.close(self.output)
        shutil.rmtree(self.profile, ignore_errors=True)

    def send(self, method, parameters, session):
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.output, data) :]
        return self.count

    def receive(self, deadline):
        while b"\0" not in self.buffer:
            if not select.select([self.input], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise RuntimeError("the browser does not answer")
            data = os.read(self.input, 1 << 20)
            if not data:
                raise RuntimeError("the browser ended")
            self.buffer += data
        text, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(text)

    def call(self, method, parameters=None, session=None):
        number = self.send(method, parameters or {}, session)
        deadline = time.monotonic() + patience
        while True:
            answer = self.receive(deadline)
            self.note(answer)
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def note(self, answer):
        event, detail = answer.get("method"), answer.get("params", {})
        if event == "Runtime.exceptionThrown":
            self.messages.append(json.dumps(detail["exceptionDetails"]))
        elif event == "Runtime.consoleAPICalled" and detail["type"] in ("error", "warning"):
            self.messages.append(json.dumps(detail["args"]))
        elif event == "Log.entryAdded" and detail["entry"]["level"] == "error":
            self.messages.append(json.dumps(detail["entry"]))

    def page(self, method, parameters=None):
        return self.call(method, parameters, self.session)

    def open(self, url):
        self.page("Page.navigate", {"url": url})

    def run(self, script):
        """Value of a JavaScript expression; a promise is waited for."""
        parameters = {"expression": script, "awaitPromise": True, "returnByValue": True}
        answer = self.page("Runtime.evaluate", parameters)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def wait(self, script):
        """Waits until the expression is true."""
        deadline = time.monotonic() + patience
        while not self.run(f"Boolean({script})"):
            if time.monotonic() > deadline:
                raise RuntimeError(f"waited in vain for {script}")
            time.sleep(0.05)

    def screenshot(self):
        """PNG of the page."""
        return base64.b64decode(self.page("Page.captureScreenshot", {"captureBeyondViewport": False})["data"])
