# DuckDB's and SQLite's jars hold their native libraries for several systems and unpack one of them at every start: 70 MB,
# half a second, and a file left behind by every process that is killed. Here that is done once.

# keep_native ROOT: puts this system's native libraries beside the jars in ROOT/build/lib, where they are found; without it
# all works as well, only slower. Needs JAVA_HOME.
keep_native() {
    lib=$1/build/lib
    case $(uname -s) in
    Linux) system=linux theirs=Linux ending=so ;;
    Darwin) system=macos theirs=Mac ending=dylib ;;
    *) return 0 ;;
    esac
    case $(uname -m) in
    x86_64 | amd64) duckdb=libduckdb_java.so_${system}_amd64 sqlite=org/sqlite/native/$theirs/x86_64/libsqlitejdbc.$ending ;;
    aarch64 | arm64) duckdb=libduckdb_java.so_${system}_arm64 sqlite=org/sqlite/native/$theirs/aarch64/libsqlitejdbc.$ending ;;
    *) return 0 ;;
    esac
    work=$lib/new
    rm -rf "$work"
    mkdir -p "$work"
    if (
        cd "$work" &&
            "$JAVA_HOME/bin/jar" xf "$lib"/sqlite-jdbc-*.jar "$sqlite" &&
            mv -f "$sqlite" "$lib/" &&
            rm -rf org &&
            "$JAVA_HOME/bin/jar" xf "$lib"/duckdb_jdbc-*.jar &&
            mv -f "$duckdb" "$lib/" &&
            rm -f libduckdb_java.so_* &&
            "$JAVA_HOME/bin/jar" cfM "$lib/duckdb.new" .
    ) >/dev/null 2>&1; then
        for jar in "$lib"/duckdb_jdbc-*.jar; do mv -f "$lib/duckdb.new" "$jar"; done
    fi
    rm -rf "$work"
}
