package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Removes with a database cluster the snapshots that were taken of it by themselves, as RDS does; moto keeps them. */
final class AutomaticSnapshots implements OwnAnswer {
    private final Backstage backstage;
    private final Upstream upstream;
    private final MemberReader reader;

    AutomaticSnapshots(Backstage backstage, Upstream upstream, MemberReader reader) {
        this.backstage = backstage;
        this.upstream = upstream;
        this.reader = reader;
    }

    @Override
    public WireAnswer answer(Call call, Identity identity) throws IOException {
        JsonNode request = reader.request(call);
        List<String> own = new ArrayList<>();
        Map<String, String> wanted = Map.of(
                "DBClusterIdentifier", request.path("DBClusterIdentifier").asText(), "SnapshotType", "automated");
        if (!request.path("DeleteAutomatedBackups").isBoolean()
                || request.path("DeleteAutomatedBackups").asBoolean()) {
            Call asked = new Call(
                    call.request(),
                    "rds",
                    "DescribeDBClusterSnapshots",
                    true,
                    call.region(),
                    call.accessKey(),
                    call.protocol(),
                    Map.of());
            reader.answer(asked, ask(call, identity, "DescribeDBClusterSnapshots", wanted))
                    .path("DBClusterSnapshots")
                    .forEach(s -> own.add(s.path("DBClusterSnapshotIdentifier").asText()));
        }
        WireAnswer answer = upstream.send(call.request());
        if (answer.good()) {
            own.forEach(s -> ask(call, identity, "DeleteDBClusterSnapshot", Map.of("DBClusterSnapshotIdentifier", s)));
        }
        return answer;
    }

    private WireAnswer ask(Call call, Identity identity, String operation, Map<String, String> members) {
        Map<String, String> form = new TreeMap<>(members);
        form.put("Action", operation);
        form.put("Version", "2014-10-31");
        return backstage.query(identity.account(), call.region(), "rds", form);
    }
}
