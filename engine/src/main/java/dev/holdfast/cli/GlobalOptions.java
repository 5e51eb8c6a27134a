package dev.holdfast.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every verb takes. */
final class GlobalOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; holdfast.yaml in this folder if present.")
    @Nullable
    Path config;

    @Option(
            names = "--content",
            paramLabel = "DIR",
            description = "A folder of your own content, laid over the shipped one. Repeatable.")
    List<Path> content = new ArrayList<>();

    @Option(names = "--home", paramLabel = "DIR", description = "Where state lives; $HOLDFAST_HOME or ~/.holdfast.")
    @Nullable
    Path home;

    @Option(names = "--json", description = "Print the result as JSON.")
    boolean json;

    @Option(names = "--no-color", description = "No colour, whatever the terminal.")
    boolean noColor;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show what is called, and the trace of a failure.")
    boolean verbose;
}
