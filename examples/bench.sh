#!/bin/sh
# Times Bulla: start-up, a verification near and far and beside other programs, the library. Prints the lines that
# docs/performance.md has as a table.
#
#   examples/bench.sh          a short run of about a minute, as a look at whether anything broke
#   examples/bench.sh --full   enough rounds for figures; on a machine with nothing else to do
#   examples/bench.sh --all    everything of the profile bench, many minutes
#
# Nothing here fails for being slow: machines differ. What is measured and why: docs/performance.md.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here"
case ${1-} in
    '') tests=VerifyBench,PeersBench,LibraryBench rounds=3 verifications=200 ;;
    --full) tests=VerifyBench,PeersBench,LibraryBench rounds=25 verifications=2000 ;;
    --all) tests='*Bench' rounds=25 verifications=2000 ;;
    *)
        sed -n 's/^# \{0,1\}//p' "$0" | sed -n 2,9p
        exit 2
        ;;
esac
if [ ! -e target/bulla/lib/jars.id ]; then
    echo "building (mvn package, tests not run) ..."
    mvn -q -B -ntp -DskipTests package
fi
echo "$(uname -sm), $(getconf _NPROCESSORS_ONLN) processors, commit $(git rev-parse --short HEAD 2>/dev/null || echo none)"
mvn -q -B -ntp -P bench test-compile surefire:test -Dtest="$tests" \
    -Dbulla.bench.rounds="$rounds" -Dbulla.bench.verifications="$verifications"
