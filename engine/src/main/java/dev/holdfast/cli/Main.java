package dev.holdfast.cli;

import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Problems;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line. */
@Command(
        name = "holdfast",
        description = {
            "Makes a whole AWS Organization safe and keeps it so.",
            "",
            "Reading is the default: nothing in AWS changes without a plan that was shown and approved."
        },
        synopsisSubcommandLabel = "VERB",
        subcommands = {AutoComplete.GenerateCompletion.class},
        footer = {
            "",
            "Begin here:",
            "  holdfast demo --no-serve        the whole loop on an emulated organization",
            "  holdfast identify               collect your organization, read-only",
            "  holdfast protect check          judge what was collected",
            "",
            "Exit codes: 0 fine, 1 findings at or above --fail-on, 2 usage, 3 some scope unknown, 4 failed,",
            "130 interrupted and resumable."
        },
        versionProvider = Main.Version.class)
public final class Main {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    boolean version;

    /** Verbs that another module brings. */
    public interface MoreVerbs {
        /** New instances of the verbs, each annotated as a command. */
        List<Verb> verbs();
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"holdfast " + number()};
        }

        static String number() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "0.1.0" : version;
        }
    }

    private Main() {}

    /** Runs in this process and ends it with the exit code. */
    public static void main(String[] args) {
        Surroundings here = Surroundings.real();
        int code = run(here, args);
        here.out().flush();
        here.err().flush();
        System.exit(code);
    }

    /** Runs a command line in given surroundings and returns its exit code. */
    public static int run(Surroundings here, String... args) {
        CommandLine line = new CommandLine(new Main());
        List<Verb> verbs = new ArrayList<>(Verbs.all());
        ServiceLoader.load(MoreVerbs.class).stream()
                .sorted(Comparator.comparing(p -> p.type().getName()))
                .forEach(p -> verbs.addAll(p.get().verbs()));
        add(line, verbs, args);
        place(line, here);
        boolean color = here.terminal() && here.variable("NO_COLOR").isEmpty();
        line.setColorScheme(CommandLine.Help.defaultColorScheme(color ? Ansi.ON : Ansi.OFF));
        line.setOut(new PrintWriter(here.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(here.err(), true, StandardCharsets.UTF_8));
        line.setUsageHelpWidth(Math.min(here.width(), 110));
        line.setUsageHelpLongOptionsMaxWidth(30);
        line.setAbbreviatedSubcommandsAllowed(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, words) -> usage(e, here));
        line.setExecutionExceptionHandler((e, command, result) -> failed(e, command, here));
        if (args.length == 0) {
            line.usage(line.getOut());
            return Exit.USAGE;
        }
        return line.execute(args);
    }

    /** Looking into a verb's options takes time, so it is done only for the verb that is meant. */
    private static void add(CommandLine line, List<Verb> verbs, String... args) {
        boolean overview = args.length == 0 || args[0].startsWith("-");
        boolean known = args.length > 0 && verbs.stream().anyMatch(v -> name(v).equals(args[0]));
        for (Verb verb : verbs) {
            if (overview) {
                CommandSpec bare = CommandSpec.create();
                Command command = verb.getClass().getAnnotation(Command.class);
                bare.usageMessage().description(command == null ? new String[0] : command.description());
                line.addSubcommand(name(verb), bare);
            } else if (!known || name(verb).equals(args[0])) {
                line.addSubcommand(verb);
            }
        }
    }

    private static String name(Verb verb) {
        Command command = verb.getClass().getAnnotation(Command.class);
        return command == null ? "" : command.name();
    }

    private static void place(CommandLine line, Surroundings here) {
        if (line.getCommandSpec().userObject() instanceof Verb verb) {
            verb.place(here);
        }
        line.getSubcommands().values().forEach(sub -> place(sub, here));
    }

    private static int usage(ParameterException e, Surroundings here) {
        CommandLine command = e.getCommandLine();
        here.err().println("holdfast: " + e.getMessage());
        List<String> near =
                e instanceof CommandLine.UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        if (!near.isEmpty()) {
            here.err().println("  Did you mean: " + String.join(", ", near) + "?");
        }
        here.err().println("  See `" + command.getCommandSpec().qualifiedName() + " --help`.");
        return Exit.USAGE;
    }

    private static int failed(Exception e, CommandLine command, Surroundings here) {
        boolean verbose = command.getCommandSpec().userObject() instanceof Verb verb && verb.verbose();
        int code = explain(e, here, verbose);
        if (verbose) {
            e.printStackTrace(here.err());
        }
        return code;
    }

    private static int explain(Exception e, Surroundings here, boolean verbose) {
        switch (e) {
            case Stop stop -> {
                say(here, String.valueOf(stop.getMessage()), stop.mend());
                return stop.code();
            }
            case Problems problems -> {
                problems.errors().forEach(p -> here.err().println("holdfast: " + p));
                return Exit.USAGE;
            }
            case AwsFailure failure -> {
                say(here, failure.explain(), mend(failure));
                return Exit.FAILED;
            }
            case RuntimeException own
            when own.getClass().getName().startsWith("dev.holdfast.") -> {
                // Refusals of the rooms are written for people.
                say(here, own.getMessage(), "");
                return Exit.FAILED;
            }
            default -> {
                String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                say(here, "this should not have happened: " + said, verbose ? "" : "Add -v to see where");
                return Exit.FAILED;
            }
        }
    }

    private static void say(Surroundings here, @Nullable String problem, String mend) {
        here.err().println("holdfast: " + problem);
        if (!mend.isEmpty()) {
            here.err().println("  " + mend);
        }
    }

    private static String mend(AwsFailure failure) {
        return switch (failure.kind()) {
            case DENIED -> "Allow `" + failure.operation() + "` to the principal, or leave the scope out.";
            case NO_ACCESS -> "Check the credentials and the role name (`--role`); `holdfast doctor` tests both.";
            case THROTTLED -> "Try again later, or with fewer accounts at once.";
            case NOT_OFFERED -> "The endpoint does not offer this operation.";
            case UNAVAILABLE, TIMED_OUT, EMPTY_ANSWER -> "Check the network and AWS_ENDPOINT_URL, then try again.";
            case REFUSED, NOT_ASKED -> "";
        };
    }
}
