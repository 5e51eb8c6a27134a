package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.Plan;
import dev.holdfast.change.PlanFile;
import dev.holdfast.change.Wish;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.evidence.EvidenceVerifier;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plans to put a run's evidence where nobody can change it. */
@Command(
        name = "upload",
        description = {
            "Plan to put what proves a run into a bucket with Object Lock: chain, signed head, public key, contents.",
            "",
            "The evidence is verified first. The plan holds the contents: keep it as you keep the evidence. It cannot be"
                    + " undone before the lock ends."
        },
        footer = {
            "",
            "Example:",
            "  holdfast evidence upload RUN --bucket acme-evidence --account 222222222222 --days 365 --out upload.json",
            "  holdfast protect approve upload.json && holdfast protect apply upload.json"
        })
final class EvidenceUploadVerb extends ChangeVerbs.OnRun {
    private static final String DOCUMENT = "fixes/s3/keep-evidence";
    /** Contents travel in the plan, so a piece must not be large. */
    private static final long MOST_BYTES = 4L << 20;

    /** How firmly S3 holds an object. */
    enum Mode {
        GOVERNANCE,
        COMPLIANCE
    }

    @Parameters(paramLabel = "RUN")
    String run = "";

    @Option(names = "--bucket", required = true, paramLabel = "BUCKET", description = "A bucket with Object Lock.")
    String bucket = "";

    @Option(names = "--account", required = true, paramLabel = "ID", description = "The account that owns the bucket.")
    String account = "";

    @Option(names = "--region", paramLabel = "REGION", description = "The region of the bucket (default: home).")
    @Nullable
    String region;

    @Option(names = "--days", paramLabel = "N", description = "How long it is locked (default: ${DEFAULT-VALUE}).")
    int days = 365;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "GOVERNANCE or COMPLIANCE (default: ${DEFAULT-VALUE}).")
    Mode mode = Mode.GOVERNANCE;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the plan goes (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("upload.json");

    @Override
    public Integer call() throws IOException {
        EvidenceStore store = EvidenceStore.open(home().sub("evidence"));
        EvidenceVerifier.Report proof = EvidenceVerifier.verify(home().sub("evidence"), run, store.publicKey());
        if (!proof.sound()) {
            throw new Stop(
                    Exit.FAILED,
                    "the evidence of run `" + run + "` is not sound: "
                            + proof.problems().getFirst(),
                    "Nothing is planned; see `holdfast evidence verify " + run + "`");
        }
        if (days < 1) {
            throw Stop.usage("`--days " + days + "` locks nothing", "Give at least 1");
        }
        Scope scope = new Scope(new AccountId(account), region == null ? config().homeRegion() : new Region(region));
        Path copy = Files.createTempDirectory(home().folder(), "upload-");
        try (ChangeDesk desk = desk()) {
            store.export(run, copy);
            List<Wish> wishes = wishes(copy, scope);
            Plan plan =
                    desk.planner().given("Put the evidence of " + run + " under lock", wishes, desk.terms(1, false));
            PlanFile.write(here().folder().resolve(out), plan);
            screen().line(plan.steps().size() + " of " + wishes.size() + " objects are to be put into " + bucket
                    + "; the plan is in " + out);
            plan.problems().forEach(p -> screen().note(p.resource() + ": " + p.why()));
            return plan.problems().isEmpty() ? Exit.FINE : Exit.PARTIAL;
        } finally {
            clear(copy);
        }
    }

    private List<Wish> wishes(Path copy, Scope scope) throws IOException {
        String until = here().clock()
                .instant()
                .plus(days, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.DAYS)
                .toString();
        List<Path> files;
        try (Stream<Path> found = Files.walk(copy)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        List<Wish> out = new ArrayList<>();
        for (Path file : files) {
            byte[] content = Files.readAllBytes(file);
            String key =
                    "holdfast/" + run + "/" + copy.relativize(file).toString().replace('\\', '/');
            ObjectNode given = JSON.createObjectNode().put("Bucket", bucket).put("Key", key);
            given.put("Content", text(content, key)).put("Sha256", sha256(content));
            given.put("Mode", mode.name()).put("Until", until);
            out.add(new Wish(DOCUMENT, given, scope, "arn:aws:s3:::" + bucket + "/" + key));
        }
        return out;
    }

    private static String text(byte[] content, String key) {
        try {
            if (content.length > MOST_BYTES) {
                throw new Stop(Exit.FAILED, key + " is larger than 4 MiB", "Copy the exported evidence by other means");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Stop(Exit.FAILED, key + " is no text", "Copy the exported evidence by other means");
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void clear(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(java.util.Comparator.reverseOrder()).toList();
        }
        for (Path one : all) {
            Files.delete(one);
        }
    }
}
