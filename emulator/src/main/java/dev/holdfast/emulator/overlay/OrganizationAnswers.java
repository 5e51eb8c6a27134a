package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * AWS Organizations as members and delegated administrators see it, and trust and delegation for the services that moto
 * refuses.
 * Members may only describe the organization; delegated administrators may read it.
 */
final class OrganizationAnswers implements OwnAnswer {
    private static final String TARGET = "AWSOrganizationsV20161128.";
    private static final Pattern PRINCIPAL = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.amazonaws\\.com");
    private static final Pattern FOUNDER = Pattern.compile("\"MasterAccountId\"\\s*:\\s*\"(\\d{12})\"");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Backstage backstage;
    private final Upstream upstream;
    private final MemberReader reader;
    private final String management;
    private final InstantSource clock;

    private final ServiceAccess access;
    private final UnitRules units;
    private final KeptPolicies kept = new KeptPolicies();
    private final Set<String> managers = ConcurrentHashMap.newKeySet();

    /** Account to service principal to the second it was delegated. */
    private final Map<String, Map<String, Long>> delegated = new ConcurrentHashMap<>();

    OrganizationAnswers(
            Backstage backstage, Upstream upstream, MemberReader reader, String management, InstantSource clock) {
        this.backstage = backstage;
        this.upstream = upstream;
        this.reader = reader;
        this.management = management;
        this.clock = clock;
        this.access = new ServiceAccess(clock);
        this.units = new UnitRules(backstage);
    }

    @Override
    public WireAnswer answer(Call call, Identity identity) throws IOException {
        boolean member = !manages(identity.account()) && !call.operation().equals("CreateOrganization");
        boolean reads = call.operation().startsWith("List") || call.operation().startsWith("Describe");
        boolean open = call.operation().equals("DescribeOrganization");
        if (member && !open && !(reads && isDelegate(identity.account()))) {
            return AnswerWriter.error(
                    call, AwsError.denied(call, "You don't have permissions to access this resource."));
        }
        // Another client may have founded an organization of its own beside the demo.
        String top = member ? management : identity.account();
        JsonNode request = reader.request(call);
        WireAnswer refusal = units.refusal(call, request, top);
        if (refusal != null) {
            return refusal;
        }
        WireAnswer own = kept.answer(call, request);
        if (own != null) {
            return own;
        }
        if (call.operation().equals("DeleteOrganizationalUnit")) {
            units.release(request, top);
        }
        WireAnswer answer =
                upstream.send(member ? call.request().with("x-moto-account-id", management) : call.request());
        return switch (call.operation()) {
            case "RegisterDelegatedAdministrator" -> register(call, request, answer, top);
            case "DeregisterDelegatedAdministrator" -> deregister(request, answer);
            case "EnableAWSServiceAccess" ->
                unrecognized(answer) && access.enable(top, principal(request)) ? good("{}") : answer;
            case "DisableAWSServiceAccess" ->
                unrecognized(answer) && access.disable(top, principal(request)) ? good("{}") : answer;
            case "ListAWSServiceAccessForOrganization" -> trusted(answer, top);
            case "ListRoots" -> roots(answer);
            case "ListDelegatedAdministrators" -> administrators(request, answer, top);
            case "ListDelegatedServicesForAccount" -> services(request, answer);
            default -> answer;
        };
    }

    private WireAnswer register(Call call, JsonNode request, WireAnswer answer, String top) {
        String principal = request.path("ServicePrincipal").asText();
        String account = request.path("AccountId").asText();
        if (answer.good()
                || !unrecognized(answer)
                || !PRINCIPAL.matcher(principal).matches()) {
            return answer;
        }
        WireAnswer found = describe(account, top);
        if (!found.good()) {
            return found;
        }
        long now = clock.instant().getEpochSecond();
        Map<String, Long> services = delegated.computeIfAbsent(account, k -> new ConcurrentHashMap<>());
        if (services.putIfAbsent(principal, now) != null) {
            return AnswerWriter.error(
                    call,
                    new AwsError(
                            400,
                            "AccountAlreadyRegisteredException",
                            "The provided account is already a delegated administrator for your organization."));
        }
        return good("{}");
    }

    private WireAnswer deregister(JsonNode request, WireAnswer answer) {
        Map<String, Long> services = delegated.get(request.path("AccountId").asText());
        boolean ours = services != null
                && services.remove(request.path("ServicePrincipal").asText()) != null;
        return ours ? good("{}") : answer;
    }

    private WireAnswer trusted(WireAnswer answer, String top) throws IOException {
        if (!answer.good()) {
            return answer;
        }
        ObjectNode out = object(answer);
        access.addTo(top, out);
        return good(out.toString());
    }

    private WireAnswer roots(WireAnswer answer) throws IOException {
        if (!answer.good()) {
            return answer;
        }
        ObjectNode out = object(answer);
        kept.addTo(out);
        return good(out.toString());
    }

    private static String principal(JsonNode request) {
        return request.path("ServicePrincipal").asText();
    }

    private WireAnswer administrators(JsonNode request, WireAnswer answer, String top) throws IOException {
        String principal = request.path("ServicePrincipal").asText("");
        ObjectNode out = object(answer);
        ArrayNode list = out.withArray("DelegatedAdministrators");
        for (Map.Entry<String, Map<String, Long>> entry : new TreeMap<>(delegated).entrySet()) {
            boolean listed = false;
            for (JsonNode administrator : list) {
                listed |= administrator.path("Id").asText().equals(entry.getKey());
            }
            boolean asked = principal.isEmpty()
                    ? !entry.getValue().isEmpty()
                    : entry.getValue().containsKey(principal);
            if (asked
                    && !listed
                    && object(describe(entry.getKey(), top)).get("Account") instanceof ObjectNode account) {
                entry.getValue().values().stream()
                        .min(Long::compare)
                        .ifPresent(d -> account.put("DelegationEnabledDate", d));
                account.remove("State");
                list.add(account);
            }
        }
        return good(out.toString());
    }

    private WireAnswer services(JsonNode request, WireAnswer answer) throws IOException {
        Map<String, Long> ours =
                delegated.getOrDefault(request.path("AccountId").asText(), Map.of());
        if (ours.isEmpty()) {
            return answer;
        }
        ObjectNode out = object(answer);
        ArrayNode list = out.withArray("DelegatedServices");
        new TreeMap<>(ours)
                .forEach((principal, since) ->
                        list.addObject().put("ServicePrincipal", principal).put("DelegationEnabledDate", since));
        return good(out.toString());
    }

    /** True for the demo's management account and for every account that founded an organization of its own. */
    private boolean manages(String account) {
        if (account.equals(management) || managers.contains(account)) {
            return true;
        }
        WireAnswer answer = backstage.json(account, "organizations", TARGET + "DescribeOrganization", "{}");
        boolean manages = answer.good()
                && FOUNDER.matcher(answer.text())
                        .results()
                        .anyMatch(m -> m.group(1).equals(account));
        if (manages) {
            managers.add(account);
        }
        return manages;
    }

    private boolean isDelegate(String account) {
        if (!delegated.getOrDefault(account, Map.of()).isEmpty()) {
            return true;
        }
        return backstage
                .json(
                        management,
                        "organizations",
                        TARGET + "ListDelegatedServicesForAccount",
                        "{\"AccountId\":\"" + account + "\"}")
                .good();
    }

    private WireAnswer describe(String account, String top) {
        ObjectNode body = MAPPER.createObjectNode().put("AccountId", account);
        return backstage.json(top, "organizations", TARGET + "DescribeAccount", body.toString());
    }

    private static boolean unrecognized(WireAnswer answer) {
        return answer.text().contains("unrecognized service principal");
    }

    private static ObjectNode object(WireAnswer answer) throws IOException {
        return answer.good() && MAPPER.readTree(answer.body()) instanceof ObjectNode object
                ? object
                : MAPPER.createObjectNode();
    }

    private static WireAnswer good(String json) {
        return WireAnswer.of(200, "application/x-amz-json-1.1", json);
    }
}
