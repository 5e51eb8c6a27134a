package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which regions are switched off in an account. Asked only where a region refuses the account's credentials, since that is
 * how AWS answers there, and once per account.
 */
final class ClosedRegions {
    private final AwsReader reader;
    private final Map<AccountId, Statuses> accounts = new ConcurrentHashMap<>();

    ClosedRegions(AwsReader reader) {
        this.reader = reader;
    }

    /** What one account said, null before it was asked. */
    private static final class Statuses {
        private final ReentrantLock asking = new ReentrantLock();
        private volatile @Nullable Map<String, String> byRegion;
    }

    /** AWS's word for a region that is known to be off in the account; null when it is on, or nobody can tell. */
    @Nullable
    String known(Scope scope) {
        Statuses statuses = accounts.get(scope.account());
        Map<String, String> byRegion = statuses == null ? null : statuses.byRegion;
        String status = byRegion == null ? null : byRegion.get(scope.region().value());
        return "not-opted-in".equals(status) ? status : null;
    }

    /** The same, having asked the account if the failure is one that a closed region gives. */
    @Nullable
    String behind(AwsFailure failure, Scope scope) {
        if (failure.kind() != AwsFailure.Kind.NO_ACCESS
                || failure.operation().equals("sts:AssumeRole")
                || scope.region().equals(Region.GLOBAL)) {
            return null;
        }
        Statuses statuses = accounts.computeIfAbsent(scope.account(), k -> new Statuses());
        statuses.asking.lock();
        try {
            if (statuses.byRegion == null) {
                statuses.byRegion = ask(scope.account());
            }
        } finally {
            statuses.asking.unlock();
        }
        return known(scope);
    }

    private Map<String, String> ask(AccountId account) {
        Map<String, String> out = new HashMap<>();
        try {
            JsonNode answer = reader.read(
                    new Scope(account, Region.GLOBAL),
                    "ec2",
                    "DescribeRegions",
                    JsonNodeFactory.instance.objectNode().put("AllRegions", true));
            answer.path("Regions")
                    .forEach(r -> out.put(
                            r.path("RegionName").asText(), r.path("OptInStatus").asText()));
        } catch (AwsFailure e) {
            // Then the region stays what it is to us: not read.
            return out;
        }
        return out;
    }
}
