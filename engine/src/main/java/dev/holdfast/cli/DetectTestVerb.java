package dev.holdfast.cli;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Detection;
import dev.holdfast.detect.DetectionExamples;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the rules' own examples. */
@Command(name = "test", description = "Run the examples that detections carry, with the detector that runs live.")
final class DetectTestVerb extends Verb {
    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "A folder laid out like content/, instead of the shipped one.")
    @Nullable
    Path folder;

    @Override
    public Integer call() {
        ContentFolder content = folder == null
                ? content()
                : new ContentFolder(List.of(here().folder().resolve(folder)));
        List<Detection> detections = Library.detections(content);
        List<DetectionExamples.Result> results =
                DetectionExamples.run(detections, Library.rules(detections), Library.sources(content()));
        long failed = results.stream().filter(r -> !r.passed()).count();
        results.stream()
                .filter(r -> !r.passed())
                .forEach(r -> screen().line(r.file() + ":" + r.line() + ": " + r.example() + ": " + r.message()));
        screen().line(results.size() + " examples of " + detections.size() + " detections: " + failed + " failed");
        return failed > 0 ? Exit.FAILED : Exit.FINE;
    }
}
