#!/bin/sh
# Looks at a change of a playbook: style, mistakes, tests and their coverage, and what becomes of the accounts.
# Writes a report in Markdown and, in a pull or merge request, puts it there as a comment.
#
#   sh check-change.sh PLAYBOOK [--base REV] [--accounts FILE]... [--history] [--min-uncovered N]
#                      [--fail-on EXPRESSION]... [--report FILE]
#
#   --base REV           what the change is compared with [default: what the request is to be merged into, else main]
#   --accounts FILE      account snapshots, as for `stageplay run`; may be given several times
#   --history            look at the change week by week, over all dates of the accounts
#   --min-uncovered N    how many elements may be left uncovered by tests [default: not asked]
#   --fail-on EXPRESSION what the change must not do to the accounts, as in "opens save > 25"
#   --report FILE        where the report is written [default: stageplay-report.md]
#
# Ends with 0 where all is well, else with the highest exit code of its steps (docs/ci.md).
set -u

usage() {
    sed -n '2,/^set -u/{/^#/s/^# \{0,1\}//p;}' "$0" >&2
    exit 2
}

playbook=
base=${GITHUB_BASE_REF:+origin/$GITHUB_BASE_REF}
base=${base:-${CI_MERGE_REQUEST_DIFF_BASE_SHA:-main}}
uncovered=
report=stageplay-report.md

# What is for `diff` stays in the arguments, in its order.
left=$#
while [ "$left" -gt 0 ]; do
    word=$1
    shift
    left=$((left - 1))
    case $word in
        --base | --accounts | --min-uncovered | --fail-on | --report)
            [ "$left" -gt 0 ] || usage
            value=$1
            shift
            left=$((left - 1))
            case $word in
                --base) base=$value ;;
                --min-uncovered) uncovered=$value ;;
                --report) report=$value ;;
                *) set -- "$@" "$word" "$value" ;;
            esac
            ;;
        --history) set -- "$@" "$word" ;;
        -*) usage ;;
        *)
            [ -z "$playbook" ] || usage
            playbook=$word
            ;;
    esac
done
[ -n "$playbook" ] || usage

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
ended=0
: >"$work/rows"
: >"$work/details"

# step NAME COMMAND...: runs a step; its output goes to the log, and into the report where it fails. Indented text is
# shown by Markdown as it is, whatever stands in it.
step() {
    name=$1
    shift
    "$@" >"$work/said" 2>&1
    code=$?
    cat "$work/said"
    if [ "$code" -eq 0 ]; then
        echo "| $name | passed |" >>"$work/rows"
        return 0
    fi
    [ "$code" -le "$ended" ] || ended=$code
    echo "| $name | **failed** |" >>"$work/rows"
    {
        echo
        echo "#### $name"
        echo
        sed 's/^/    /' "$work/said"
    } >>"$work/details"
    return "$code"
}

# The change, whose report is Markdown already.
change() {
    if ! git rev-parse --verify --quiet "$base^{commit}" >/dev/null; then
        echo "there is no commit \`$base\` here to compare with: fetch it, or name another with --base" >&2
        return 2
    fi
    if ! git cat-file -e "$base:./$playbook" 2>/dev/null; then
        printf '\nThe playbook is new: there is nothing to compare it with.\n' >"$work/change"
        return 0
    fi
    stageplay diff "$base.." "$playbook" --format markdown "$@" >"$work/change"
}

if [ -n "${GITHUB_ACTIONS:-}" ]; then
    # Marks the lines in the request; the step below says whether it passes.
    stageplay check "$playbook" --format github
fi
step Style stageplay fmt --check "$playbook"
# A playbook with mistakes decides nothing: there is no more to look at.
if step Check stageplay check "$playbook"; then
    if [ -n "$uncovered" ]; then
        step Tests stageplay test "$playbook" --coverage text --min-uncovered "$uncovered"
    else
        step Tests stageplay test "$playbook"
    fi
    step Change change "$@"
fi

{
    echo "### Stageplay"
    echo
    echo "| step | result |"
    echo "|---|---|"
    cat "$work/rows" "$work/details"
    echo
    [ ! -f "$work/change" ] || cat "$work/change"
} >"$report" || exit 2
cat "$report"

# A comment that cannot be written fails nothing: the report is in the log as well.
if [ -n "${GITHUB_ACTIONS:-}" ] && [ -n "${PULL_REQUEST:-}" ]; then
    gh pr comment "$PULL_REQUEST" --edit-last --create-if-none --body-file "$report" ||
        echo "the comment could not be written; the report is above" >&2
elif [ -n "${CI_MERGE_REQUEST_IID:-}" ] && [ -n "${STAGEPLAY_TOKEN:-}" ]; then
    # The token goes through a file: a command line can be read by other programs.
    printf 'header = "PRIVATE-TOKEN: %s"\n' "$STAGEPLAY_TOKEN" >"$work/token"
    curl --silent --show-error --fail --output /dev/null --config "$work/token" --data-urlencode "body@$report" \
        "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes" ||
        echo "the comment could not be written; the report is above" >&2
fi
exit "$ended"
