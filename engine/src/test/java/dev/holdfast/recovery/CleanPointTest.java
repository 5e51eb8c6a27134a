package dev.holdfast.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.BackupStanding;
import dev.holdfast.model.RestorePoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CleanPointTest {
    private static final Instant BAD = Instant.parse("2026-11-10T12:00:00.500Z");

    @Test
    void aContinuousBackupLeadsToJustBeforeTheFirstBadEvent() {
        assertThat(backTo(continuous(null))).contains(Instant.parse("2026-11-10T12:00:00Z"));
        assertThat(backTo(continuous(Instant.parse("2026-11-10T12:00:00Z"))))
                .contains(Instant.parse("2026-11-10T12:00:00Z"));
    }

    @Test
    void oneThatBeginsLaterLeadsNowhere() {
        assertThat(backTo(continuous(Instant.parse("2026-11-10T12:00:01Z")))).isEmpty();
        assertThat(CleanPoint.of(
                                standing(
                                        continuous(Instant.parse("2026-11-11T00:00:00Z")),
                                        snapshot("2026-10-01T03:00:00Z")),
                                BAD)
                        .map(c -> c.point().kind()))
                .as("an older snapshot is the way back")
                .contains("rds-snapshot");
    }

    @Test
    void aSnapshotThatIsNotOlderIsNotClean() {
        assertThat(backTo(snapshot("2026-11-10T12:00:00.500Z"))).isEmpty();
        assertThat(backTo(snapshot("2026-11-10T11:59:59Z"))).contains(Instant.parse("2026-11-10T11:59:59Z"));
    }

    private static Optional<Instant> backTo(RestorePoint point) {
        return CleanPoint.of(standing(point), BAD).map(CleanPoint::backTo);
    }

    private static RestorePoint continuous(@Nullable Instant from) {
        return point("rds-continuous", Instant.parse("2026-11-20T00:00:00Z"), from);
    }

    private static RestorePoint snapshot(String at) {
        return point("rds-snapshot", Instant.parse(at), null);
    }

    private static RestorePoint point(String kind, Instant at, @Nullable Instant from) {
        return new RestorePoint(
                kind, kind, "111122223333", "eu-west-1", at, from, null, null, false, true, "", false, false, null);
    }

    private static BackupStanding standing(RestorePoint... points) {
        return new BackupStanding(
                "arn:aws:rds:eu-west-1:111122223333:db:ledger",
                "rds-instance",
                "ledger",
                "111122223333",
                "eu-west-1",
                true,
                List.of(points),
                points[0],
                points[0].at(),
                0L,
                null,
                null,
                "",
                false,
                false,
                false,
                false,
                true,
                List.of(),
                null,
                List.of());
    }
}
