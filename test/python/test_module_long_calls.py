"""Long calls of the package tridens: other threads run, progress is told, and an interrupt stops them."""

import signal
import subprocess
import sys
import threading

import numpy as np
import pytest
import tridens
from tridens import _progress

CARD = {
    "process": {"name": "trident", "neutrino": "numu", "pair": "mu-mu+", "target": "Ar40"},
    "flux": {"energy": "5 GeV"},
    "generate": {"events": 30000, "seed": 7},
}


def test_other_threads_run_during_a_long_call():
    counted, over = [0], threading.Event()

    def count():
        while not over.wait(0.001):
            counted[0] += 1

    thread = threading.Thread(target=count)
    thread.start()
    before = counted[0]
    events = tridens.generate(CARD, progress=False)
    during = counted[0] - before
    over.set()
    thread.join()
    # With the lock held it could not count at all: the call is one piece of C++.
    assert len(events) == 30000 and during > 10


def test_progress_is_told_to_the_end():
    told = []
    tridens.generate(CARD, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (30000, 30000) and all(done <= total for done, total in told)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_an_error_of_the_progress_stops_the_call():
    def refuse(done, total):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        tridens.generate(CARD, events=2_000_000_000, progress=refuse)


def test_progress_is_a_line_where_it_is_asked_for(capsys):
    tridens.generate(CARD, events=100, progress=True)
    assert capsys.readouterr().err.endswith(f"\revents [{'#' * 30}] 100/100\n")
    tridens.generate(CARD, events=100, progress=False)
    assert capsys.readouterr().err == ""


def test_cross_sections_and_rates_tell_their_progress_and_stop_with_it():
    told = []
    energies = np.geomspace(0.01, 0.05, 7)
    tridens.xsec("cevns", neutrino="nue", target="CsI", energy_GeV=energies, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (7, 7)
    tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", energy_GeV=[1.0, 5.0], progress=lambda *pair: told.append(pair))
    assert told[-1] == (2, 2)
    tridens.rate("tambo", processes="glashow", absorption=False, progress=lambda *pair: told.append(pair))
    assert told[-1][0] == told[-1][1]

    def refuse(done, total):
        raise RuntimeError("enough")

    for call in (lambda: tridens.xsec("cevns", neutrino="nue", target="CsI", energy_GeV=np.linspace(0.01, 0.05, 2_000_000), progress=refuse),
                 lambda: tridens.rate("tambo", processes="glashow", absorption=False, progress=refuse)):
        with pytest.raises(RuntimeError, match="enough"):
            call()


def test_a_line_of_progress_waits_for_what_takes_long(capsys, monkeypatch):
    monkeypatch.setattr(_progress, "_watched", lambda: True)
    clock = [0.0]
    monkeypatch.setattr(_progress.time, "monotonic", lambda: clock[0])
    line = _progress.progress_of(None, "steps")
    line(3, 3)
    assert capsys.readouterr().err == ""
    clock[0] = 1.5
    line(1, 3)
    line(3, 3)
    assert capsys.readouterr().err.endswith(f"steps [{'#' * 30}] 3/3\n")


TELLS_WHEN_IT_BEGINS = """
import numpy as np
import tridens
told = False

def progress(done, total):
    global told
    if not told:
        print("started", flush=True)
    told = True
"""

INTERRUPTED_CROSS_SECTIONS = TELLS_WHEN_IT_BEGINS + """
try:
    tridens.xsec("cevns", neutrino="nue", target="CsI", energy_GeV=np.linspace(0.01, 0.05, 20_000_000), progress=progress)
except KeyboardInterrupt:
    print("stopped")
print(tridens.rate("coherent-lar-2020").total_signal > 0)
"""


def test_an_interrupt_stops_cross_sections():
    process = subprocess.Popen([sys.executable, "-c", INTERRUPTED_CROSS_SECTIONS], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "started\n"
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=300)
    assert rest == "stopped\nTrue\n" and process.returncode == 0


INTERRUPTED = """
card = {card!r}
try:
    tridens.generate(card, events=2_000_000_000, progress=progress{output})
except KeyboardInterrupt:
    print("stopped")
assert len(tridens.generate(card, events=10, progress=False)) == 10
print("goes on")
"""


@pytest.mark.parametrize("output", ["", ', output="events.hepmc3"'])
def test_an_interrupt_stops_a_call_and_leaves_nothing_broken(output, tmp_path):
    script = TELLS_WHEN_IT_BEGINS + INTERRUPTED.format(card=CARD, output=output)
    process = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "started\n"  # no waiting for a number of seconds
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=300)
    assert rest == "stopped\ngoes on\n" and process.returncode == 0
    assert list(tmp_path.iterdir()) == []


INTERRUPTED_SCAN = TELLS_WHEN_IT_BEGINS + """
card = {"fit": {"title": "One coupling"}, "model": {"name": "nsi", "eps_ee_dV": "{down}"},
        "parameter": [{"name": "down", "min": -0.3, "max": 0.7, "points": 20000}], "experiment": [{"name": "coherent-lar-2020"}]}
try:
    tridens.scan(card, output="scan.csv", progress=progress)
except KeyboardInterrupt as stopped:
    print(stopped)
"""


def test_an_interrupted_scan_says_what_it_keeps(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", INTERRUPTED_SCAN], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "started\n"
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=300)
    assert rest == "stopped: scan.csv.part is kept, the same call goes on from there\n" and process.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["scan.csv.part"]
