#!/usr/bin/env python3
"""Started by `tridens report`: reads a result, asks the program what to cite, writes the page."""

import argparse
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from tridens_report import documents, page, sections  # noqa: E402


def citations_of(program, result):
    answer = subprocess.run([program, "cite", result, "--format", "json"], capture_output=True, text=True)
    if answer.returncode != 0:
        raise page.ReportError(answer.stderr.strip().removeprefix("tridens: "))
    return json.loads(answer.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result")
    parser.add_argument("--output", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--force", action="store_true")
    parser.add_argument("--message-descriptor", type=int, default=2)
    arguments = parser.parse_args()
    try:
        kind, document = documents.read(arguments.result)
        text = sections.page_of(kind, document, citations_of(arguments.program, arguments.result))
        page.write_whole(arguments.output, text, arguments.force)
    except (page.ReportError, ValueError, KeyError, IndexError, EOFError) as error:
        problem = str(error) if isinstance(error, page.ReportError) else (
            f"'{arguments.result}' cannot be shown (it breaks off or was changed: {type(error).__name__} {error}) "
            "compute it again")
        os.write(arguments.message_descriptor, problem.encode())
        return 2
    except OSError as error:
        os.write(arguments.message_descriptor, f"'{arguments.output}' was not written ({error.strerror})".encode())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
