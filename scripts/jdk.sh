# Sourced by ./holdfast and ./test: sets JAVA_HOME to a JDK of version 21 or newer, or explains what is missing.

# Java reads and gives arguments and file names by the locale: without one, whatever is not ASCII becomes question marks.
[ -n "${LC_ALL:-}${LC_CTYPE:-}${LANG:-}" ] || {
    LC_ALL=C.UTF-8
    export LC_ALL
}

jdk_version() { # $1: folder of a JDK; prints its major version, or nothing
    [ -x "$1/bin/javac" ] || return 0
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
    fi
}

find_jdk() {
    on_path=$(command -v javac 2>/dev/null || true)
    [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    best='' best_version=0
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$candidate" ] && [ -d "$candidate" ] || continue
        version=$(jdk_version "$candidate")
        [ "${version:-0}" -ge 21 ] || continue
        # What the user chose wins; else the newest.
        if [ "$candidate" = "${JAVA_HOME:-}" ]; then best=$candidate; break; fi
        if [ "$version" -gt "$best_version" ]; then best=$candidate best_version=$version; fi
    done
    if [ -z "$best" ]; then
        echo "holdfast: needs a JDK of version 21 or newer, and found none." >&2
        echo "  Looked at JAVA_HOME (${JAVA_HOME:-not set}), javac on the PATH, and the usual folders such as /usr/lib/jvm." >&2
        echo "  Install one (for example: apt-get install openjdk-21-jdk, or Eclipse Temurin 25), or set JAVA_HOME." >&2
        return 1
    fi
    JAVA_HOME=$best
    export JAVA_HOME
}
