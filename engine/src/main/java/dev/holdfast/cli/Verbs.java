package dev.holdfast.cli;

import java.util.List;

/** The verbs of the engine, in the order of the work. */
final class Verbs {
    private Verbs() {}

    static List<Verb> all() {
        return List.of(
                new IdentifyVerb(),
                new ProtectVerb(),
                new DetectVerb(),
                new TriageVerb(),
                new RespondVerb(),
                new RecoverVerb(),
                new ReportVerb(),
                new QueryVerb(),
                new SnapshotsVerb(),
                new DiffVerb(),
                new EvidenceVerb(),
                new DoctorVerb(),
                new PermissionsVerb(),
                new InitVerb(),
                new ConfigVerb(),
                new ProgramVerb(),
                new ContentVerb());
    }
}
