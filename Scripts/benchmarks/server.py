"""A client of `asr-audit-bench serve`: one JSON line in and one out, pinned to cores."""

import json
import os
import subprocess


def pin(process, cores):
    """Pins all threads of the process, and thereby the threads that they start later."""
    for thread in os.listdir(f"/proc/{process}/task"):
        os.sched_setaffinity(int(thread), cores)


class Server:
    def __init__(self, bench, threads, cores):
        # The settings of malloc are for PyTorch only.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MALLOC_")}
        self.process = subprocess.Popen(
            [bench, "serve", "--threads", str(threads)], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        pin(self.process.pid, cores)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def ask(self, op, **request):
        print(json.dumps({"op": op, **request}), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"benchmark: the engine ended during {op} {request}")
        answer = json.loads(line)
        if "error" in answer:
            raise SystemExit(f"benchmark: {op} {request}: {answer['error']}")
        return answer
