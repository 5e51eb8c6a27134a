package dev.holdfast.cli;

import dev.holdfast.config.IncidentPlan;
import dev.holdfast.content.ContentFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all verbs share: options, surroundings, state, and where content lies. */
public abstract class Verb implements Callable<Integer>, JsonValues {
    @Mixin
    GlobalOptions global = new GlobalOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private @Nullable Surroundings surroundings;
    private @Nullable Screen screen;
    private @Nullable Config config;

    /** Given by the command line before the verb runs. */
    void place(Surroundings where) {
        this.surroundings = where;
    }

    /** What the verb takes from the outside. */
    public Surroundings here() {
        if (surroundings == null) {
            throw new IllegalStateException("the verb was not given its surroundings");
        }
        return surroundings;
    }

    public boolean json() {
        return global.json;
    }

    protected boolean verbose() {
        return global.verbose;
    }

    /** The folder of state, made when it is not there. */
    protected Home home() {
        return Home.open(global.home, here());
    }

    /** The configuration, by file, environment and defaults; what is doubtful in it is said once. */
    protected Config config() {
        if (config == null) {
            config = Config.read(global.config, here());
            config.warnings().forEach(warning -> screen().note("Warning: " + warning));
        }
        return config;
    }

    /** What keeps people from working by the company's own incident plan; empty when it has none in its configuration. */
    public List<String> planGaps() {
        return IncidentPlan.of(config().document()).gaps(Config.today(here()));
    }

    /** The shipped content with the user's own over it. */
    protected ContentFolder content() {
        List<Path> roots = new ArrayList<>();
        roots.add(here().root().resolve("content"));
        for (Path own : global.content) {
            Path folder = here().folder().resolve(own);
            if (!java.nio.file.Files.isDirectory(folder)) {
                throw Stop.usage("`--content " + own + "` is not a folder", "Give a folder laid out like content/");
            }
            roots.add(folder);
        }
        return new ContentFolder(roots);
    }

    /** How text is shown to the person at the terminal. */
    public Screen screen() {
        if (screen == null) {
            screen = new Screen(here(), global.noColor);
        }
        return screen;
    }
}
