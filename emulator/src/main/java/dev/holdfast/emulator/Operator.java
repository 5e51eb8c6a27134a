package dev.holdfast.emulator;

import dev.holdfast.aws.Keys;
import dev.holdfast.emulator.moto.EmulatorFailure;
import dev.holdfast.emulator.overlay.Backstage;
import dev.holdfast.emulator.wire.WireAnswer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The user of the management account as whom people and Holdfast work in the emulator. */
final class Operator {
    private static final String NAME = "operator";
    private static final String VERSION = "2010-05-08";
    private static final String POLICY = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*","Action":["account:*","cloudtrail:*",\
            "ec2:Describe*","ec2:RunInstances","iam:Get*","iam:List*","organizations:*","sts:AssumeRole"]}]}""";

    private Operator() {}

    static Keys create(Backstage backstage, String management) {
        call(backstage, management, Map.of("Action", "CreateUser", "UserName", NAME));
        call(
                backstage,
                management,
                Map.of("Action", "PutUserPolicy", "UserName", NAME, "PolicyName", "operate", "PolicyDocument", POLICY));
        String key = call(backstage, management, Map.of("Action", "CreateAccessKey", "UserName", NAME));
        return new Keys(member(key, "AccessKeyId"), member(key, "SecretAccessKey"), null);
    }

    static Map<String, String> environment(URI endpoint, Keys operator, List<String> regions) {
        Map<String, String> out = new LinkedHashMap<>();
        out.put("AWS_ENDPOINT_URL", endpoint.toString());
        out.put("AWS_ACCESS_KEY_ID", operator.id());
        out.put("AWS_SECRET_ACCESS_KEY", operator.secret());
        out.put("AWS_REGION", regions.get(0));
        out.put("HOLDFAST_REGIONS", String.join(",", regions));
        out.put("HOLDFAST_ROLE", EmulatorOptions.ROLE);
        return out;
    }

    private static String call(Backstage backstage, String account, Map<String, String> form) {
        Map<String, String> whole = new LinkedHashMap<>(form);
        whole.put("Version", VERSION);
        WireAnswer answer = backstage.query(account, "iam", whole);
        if (!answer.good()) {
            throw new EmulatorFailure("The emulated AWS refused " + form.get("Action") + " with status "
                    + answer.status() + " while its first user was made.");
        }
        return answer.text();
    }

    private static String member(String xml, String name) {
        Matcher matcher = Pattern.compile("<" + name + ">([^<]+)</").matcher(xml);
        if (!matcher.find()) {
            throw new EmulatorFailure("The emulated AWS gave no " + name + " for its first user.");
        }
        return matcher.group(1);
    }
}
