"""Makes pgbench's script from PostgreSQL's log of one confirmation: the same statements with another applicant each time.

    script.py LOG APPLICATION > confirm.sql

Ids of the applicant become variables, ids made by the confirmation and random digests are made anew, everything else stays as
it was logged. `qabul-bench pgbench` writes the log, numbers the applicants in `bench_ready` and runs the result.
"""

import os
import re
import subprocess
import sys

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
PARAMETER = re.compile(r"\$(\d+) = (NULL|'((?:[^']|'')*)')", re.S)
ENTRY = re.compile(r"^\d{4}-\d\d-\d\d [\d:.]+ \S+ \[\d+\] (\w+):  (.*)$")


def entries(text):
    """Kind and text of each entry of the log; lines that continue one begin with a tab."""
    found = []
    for line in text.splitlines():
        entry = ENTRY.match(line)
        if entry:
            found.append([entry[1], entry[2]])
        elif found:
            found[-1][1] += " " + line.strip()
    return found


def statements(text):
    """Statements in their order with their parameters."""
    found = []
    for kind, said in entries(text):
        if kind == "LOG" and (begun := re.match(r"(?:statement|execute [^:]*): (.*)$", said, re.S)):
            found.append((begun[1].strip().rstrip(";"), {}))
        elif kind == "DETAIL" and said.startswith("parameters: "):
            for number, whole, value in PARAMETER.findall(said):
                found[-1][1][number] = None if whole == "NULL" else value.replace("''", "'")
    # The pool's question whether a connection still lives is none of the confirmation.
    return [(sql, given) for sql, given in found if "SQLx ping" not in sql]


def quoted(text):
    """A text without a colon, which pgbench would take for a variable."""
    text = text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\072")
    return f"E'{text}'"


class Script:
    def __init__(self, applicant, kept):
        self.applicant, self.kept, self.fresh = applicant, kept, {}

    def value(self, value):
        if value is None:
            return "NULL"
        if value in self.applicant:
            return f":{self.applicant[value]}"
        if value in self.kept:
            return f"'{value}'"
        if UUID.fullmatch(value):
            return ":" + self.fresh.setdefault(value, f"u{len(self.fresh)}")
        if re.fullmatch(r"\\x[0-9a-f]{64}", value):
            return "sha256(uuid_send(gen_random_uuid()))"
        if re.fullmatch(r"[0-9A-Z]{26}", value):
            return "upper(left(replace(gen_random_uuid()::text, '-', ''), 26))"
        for id, name in self.applicant.items():
            for written, made in ((id, f":{name}::text"), (id.replace("-", ""), f"replace(:{name}::text, '-', '')")):
                if written in value:
                    before, after = value.split(written, 1)
                    return f"({quoted(before)} || {made} || {quoted(after)})"
        return quoted(value)

    def line(self, sql, given):
        return re.sub(r"\$(\d+)", lambda found: self.value(given.get(found[1])), " ".join(sql.split())) + ";"


def main():
    log, application = sys.argv[1:]
    ask = (
        "select id, person_id, account_id, (select family_id from session s where s.account_id = a.account_id limit 1),"
        f" campaign_id from application a where id = '{application}'"
    )
    psql = ["psql", "-X", "-A", "-t", "-F", ",", "-h", os.path.dirname(log), "-U", "postgres", "-d", "qabul", "-c", ask]
    row = subprocess.run(psql, check=True, capture_output=True, text=True).stdout.strip().split(",")
    script = Script(dict(zip(row[:4], ("app", "person", "account", "session"))), {row[4]})
    with open(log, encoding="utf-8") as text:
        lines = [script.line(sql, given) for sql, given in statements(text.read())]
    made = "".join(f", gen_random_uuid() as {name}" for name in script.fresh.values())
    print(f"select app, person, account, session{made} from bench_ready where n = (select nextval('bench_next')) \\gset")
    print("\n".join(lines))


main()
