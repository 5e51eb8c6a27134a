package dev.holdfast.cli;

import dev.holdfast.console.ConsoleServer;
import dev.holdfast.console.Pages;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.report.CaseSheet;
import dev.holdfast.report.html.QueuePage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The queue in a browser on this machine. */
@Command(
        name = "serve",
        description = {
            "The queue and its cases in a browser on this machine, for one person.",
            "",
            "Listens on 127.0.0.1 alone and lets in whoever has the address that it prints. What is done there is done by the"
                    + " verbs of triage, in the name of --by. Ends with Ctrl-C."
        },
        footer = {"", "Example:", "  holdfast triage serve --port 8750 --by ann"})
final class TriageServe extends TriageVerb.OnLedger implements Pages {
    private static final Pattern CASE = Pattern.compile("/case/(case-[0-9a-f]{6,40})(?:/([a-z]{3,12}))?");
    private static final int DAYS_SHOWN = 14;

    /** Verbs that a case's page may ask for, with the options each takes from its form. */
    private static final Map<String, List<String>> WORK = Map.of(
            "acknowledge", List.of(),
            "investigate", List.of(),
            "assign", List.of("to"),
            "task", List.of("text", "to"),
            "hand-over", List.of("to", "note"),
            "note", List.of("text"),
            "contain", List.of("note"),
            "close", List.of("as", "note"),
            "reopen", List.of("note"));

    @Option(names = "--port", paramLabel = "N", description = "The port (default: any that is free).")
    int port;

    @Option(names = "--by", paramLabel = "NAME", description = "Who works here (default: $USER).")
    @Nullable
    String by;

    @Override
    public Integer call() {
        String who = person(by);
        config();
        try (ConsoleServer server = ConsoleServer.start(port, this, secret(), secret())) {
            screen().line("The queue is open for " + who + ": " + server.address());
            new CountDownLatch(1).await();
            return Exit.FINE;
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "the port cannot be had: " + e.getMessage(), "Choose another --port");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Exit.INTERRUPTED;
        }
    }

    private String secret() {
        byte[] bytes = new byte[24];
        here().random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public Answer answer(Request request, String formSecret) {
        Matcher one = CASE.matcher(request.path());
        if (!request.post() && request.path().equals("/style.css")) {
            return new Answer(200, "text/css; charset=utf-8", QueuePage.style());
        }
        if (!request.post() && request.path().equals("/")) {
            return Answer.page(200, queue(page(formSecret, "")));
        }
        if (request.post() && request.path().equals("/sign-off")) {
            List<String> words = new ArrayList<>(List.of("sign-off"));
            add(words, "note", request.value("note"));
            String problem = run(words);
            return problem.isEmpty() ? Answer.to("/") : Answer.page(400, queue(page(formSecret, problem)));
        }
        if (!one.matches()) {
            return new Answer(404, "text/plain; charset=utf-8", "There is no such page\n");
        }
        return request.post() ? work(request, one, formSecret) : shown(200, one.group(1), page(formSecret, ""));
    }

    private Answer work(Request request, Matcher asked, String formSecret) {
        String verb = asked.group(2) == null ? "" : asked.group(2);
        List<String> options = WORK.get(verb);
        if (options == null) {
            return new Answer(404, "text/plain; charset=utf-8", "There is no such page\n");
        }
        List<String> words = new ArrayList<>(List.of(verb, asked.group(1)));
        options.forEach(option -> add(words, option, request.value(option)));
        String problem = run(words);
        return problem.isEmpty()
                ? Answer.to("/case/" + asked.group(1))
                : shown(400, asked.group(1), page(formSecret, problem));
    }

    /** In one word with its name, so that no value can be taken for an option. */
    private static void add(List<String> words, String option, String value) {
        if (!value.isEmpty()) {
            words.add("--" + option + "=" + value);
        }
    }

    /** Runs a verb of triage as a person at a terminal would; gives what went wrong. */
    private String run(List<String> words) {
        List<String> all = new ArrayList<>(List.of("triage"));
        all.addAll(words);
        all.add("--by=" + person(by));
        all.add("--home=" + home().folder());
        if (global.config != null) {
            all.add("--config=" + global.config);
        }
        for (Path own : global.content) {
            all.add("--content=" + own);
        }
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(here().writingTo(new ByteArrayOutputStream(), err), all.toArray(String[]::new));
        String said = err.toString(StandardCharsets.UTF_8)
                .strip()
                .replaceFirst("^holdfast: ", "")
                .replaceAll("\\s*\n\\s*", ". ");
        return code == Exit.FINE ? "" : said.isEmpty() ? "it ended with " + code : said;
    }

    private QueuePage page(String formSecret, String problem) {
        return new QueuePage(names(), person(by), formSecret, problem);
    }

    private String queue(QueuePage page) {
        return ledger(ledger -> {
            Caseload caseload = caseload();
            List<CaseFile> open =
                    ledger.cases().all().stream().filter(CaseFile::open).toList();
            List<CaseSheet> unseen = open.stream()
                    .filter(f -> f.seen() == null)
                    .sorted(Comparator.comparing((CaseFile f) -> !caseload.overdue(f))
                            .thenComparing(Caseload.URGENT))
                    .map(caseload::row)
                    .toList();
            List<CaseSheet> work = open.stream()
                    .filter(f -> f.seen() != null)
                    .sorted(Caseload.URGENT)
                    .map(caseload::row)
                    .toList();
            List<WorkedDays.Worked> days = WorkedDays.of(ledger, caseload.settings(), now());
            return page.queue(
                    Config.today(here()),
                    unseen,
                    work,
                    days.reversed().stream()
                            .limit(DAYS_SHOWN)
                            .map(WorkedDays.Worked::shown)
                            .map(d -> new QueuePage.Day(d.day(), d.outcome(), d.words()))
                            .toList());
        });
    }

    private Answer shown(int status, String id, QueuePage page) {
        try (Ledger ledger = home().ledger()) {
            Optional<CaseFile> file = ledger.cases().find(id);
            return file.map(f -> Answer.page(
                            status,
                            page.caseFile(
                                    caseload()
                                            .sheet(f, ledger)
                                            .restoring(CaseRecovery.of(f.facts(), this)
                                                    .map(CaseRecovery::lines)
                                                    .orElse(List.of())),
                                    f.notes().stream()
                                            .map(n -> new QueuePage.Note(n.at(), n.author(), n.text()))
                                            .toList())))
                    .orElseGet(() -> new Answer(404, "text/plain; charset=utf-8", "There is no such case\n"));
        }
    }
}
