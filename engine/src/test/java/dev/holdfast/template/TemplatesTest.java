package dev.holdfast.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the templates hold: each thing once, every reference met, and nothing that a text could smuggle in. */
class TemplatesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static final Wanted NETWORK = new Wanted(
            "baseline/ec2/vpc",
            "222222222222",
            "eu-west-1",
            json("{'Name':'core','CidrBlock':'10.20.0.0/16','Gateway':true,"
                    + "'Tables':[{'Name':'core-private-a','Public':false},{'Name':'core-public','Public':true}],"
                    + "'Subnets':[{'Name':'core-private-a','CidrBlock':'10.20.0.0/20','Zone':'eu-west-1a','Table':'core-private-a'},"
                    + "{'Name':'core-public-a','CidrBlock':'10.20.16.0/24','Zone':'eu-west-1a','Table':'core-public'}],"
                    + "'Nats':[{'Name':'core-nat-a','Subnet':'core-public-a'}],"
                    + "'NatRoutes':[{'Table':'core-private-a','Nat':'core-nat-a'}],"
                    + "'Logs':[{'To':'arn:aws:s3:::logs','Traffic':'ALL'}]}"));
    private static final Wanted FIREWALL = new Wanted(
            "baseline/wafv2/web-acl",
            "333333333333",
            "us-east-1",
            json("{'Rules':[{'Name':'common','Priority':0,'Statement':{'ManagedRuleGroupStatement':"
                    + "{'VendorName':'AWS','Name':'AWSManagedRulesCommonRuleSet'}},'OverrideAction':{'Count':{}},"
                    + "'VisibilityConfig':{'SampledRequestsEnabled':true,'CloudWatchMetricsEnabled':true,'MetricName':'holdfast-common'}},"
                    + "{'Name':'rate-limit','Priority':1000,'Statement':{'RateBasedStatement':{'Limit':2000,'AggregateKeyType':'IP'}},"
                    + "'Action':{'Count':{}},'VisibilityConfig':{'SampledRequestsEnabled':true,'CloudWatchMetricsEnabled':true,"
                    + "'MetricName':'holdfast-rate-limit'}}],"
                    + "'Balancers':['arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/app/shop/1']}"));
    private static final Wanted WAY_IN = new Wanted(
            "baseline/ec2/vpn-client",
            "222222222222",
            "eu-west-1",
            json(
                    "{'Vpc':'core','ClientCidrBlock':'10.90.0.0/22','CertificateArn':'arn:aws:acm:eu-west-1:222222222222:certificate/1',"
                            + "'SamlProviderArn':'arn:aws:iam::222222222222:saml-provider/people',"
                            + "'Rules':[{'Group':'admins','To':'10.20.0.0/16'}]}"));

    private static JsonNode template(String path, Wanted... wanted) {
        String text = Templates.files(Templates.Format.CFN, List.of(wanted)).get(path);
        assertThat(text).isNotNull();
        return json(text);
    }

    @Test
    void everythingOfANetworkIsThereOnceAndEveryReferenceIsMet() {
        JsonNode template = template("222222222222-eu-west-1.template.json", NETWORK, WAY_IN);
        Map<String, Integer> types = new TreeMap<>();
        template.path("Resources").forEach(r -> types.merge(r.path("Type").asText(), 1, Integer::sum));
        assertThat(types)
                .isEqualTo(Map.ofEntries(
                        Map.entry("AWS::EC2::VPC", 1),
                        Map.entry("AWS::EC2::InternetGateway", 1),
                        Map.entry("AWS::EC2::VPCGatewayAttachment", 1),
                        Map.entry("AWS::EC2::RouteTable", 2),
                        Map.entry("AWS::EC2::Route", 2),
                        Map.entry("AWS::EC2::Subnet", 2),
                        Map.entry("AWS::EC2::SubnetRouteTableAssociation", 2),
                        Map.entry("AWS::EC2::EIP", 1),
                        Map.entry("AWS::EC2::NatGateway", 1),
                        Map.entry("AWS::EC2::FlowLog", 1),
                        Map.entry("AWS::Logs::LogGroup", 1),
                        Map.entry("AWS::EC2::ClientVpnEndpoint", 1),
                        Map.entry("AWS::EC2::ClientVpnAuthorizationRule", 1),
                        Map.entry("AWS::EC2::ClientVpnTargetNetworkAssociation", 1)));
        assertThat(template.has("Parameters")).isFalse();
        assertThat(template.path("Resources")
                        .path("JoinCore")
                        .path("Properties")
                        .path("SubnetId")
                        .path("Ref")
                        .asText())
                .isEqualTo("SubnetCorePrivateA");
        referencesAreMet(template);
    }

    @Test
    void aNetworkThatIsElsewhereMustBeNamed() {
        JsonNode template = template("222222222222-eu-west-1.template.json", WAY_IN);
        assertThat(template.path("Parameters").path("VpcId").path("Type").asText())
                .isEqualTo("AWS::EC2::VPC::Id");
        assertThat(template.path("Parameters").path("SubnetId").path("Type").asText())
                .isEqualTo("AWS::EC2::Subnet::Id");
        referencesAreMet(template);
        assertThat(Templates.files(Templates.Format.TERRAFORM, List.of(WAY_IN))
                        .values()
                        .toString())
                .contains("variable \"vpc_id\"", "vpc_id = var.vpc_id", "subnet_id = var.subnet_id");
    }

    private static void referencesAreMet(JsonNode template) {
        Set<String> known = new HashSet<>();
        template.path("Resources").fieldNames().forEachRemaining(known::add);
        template.path("Parameters").fieldNames().forEachRemaining(known::add);
        List<String> asked = new ArrayList<>();
        template.findValues("Ref").forEach(r -> asked.add(r.asText()));
        template.findValues("Fn::GetAtt").forEach(r -> asked.add(r.path(0).asText()));
        template.findValues("DependsOn").forEach(list -> list.forEach(d -> asked.add(d.asText())));
        assertThat(asked).isNotEmpty();
        assertThat(known).containsAll(asked);
    }

    @Test
    void eachAccountAndRegionHasATemplateOfItsOwn() {
        assertThat(Templates.files(Templates.Format.CFN, List.of(NETWORK, FIREWALL)))
                .containsOnlyKeys("222222222222-eu-west-1.template.json", "333333333333-us-east-1.template.json");
        JsonNode acl =
                template("333333333333-us-east-1.template.json", FIREWALL).path("Resources");
        assertThat(acl.path("WebAclHoldfast").path("Properties").path("Rules")).hasSize(2);
        assertThat(acl.path("Before1")
                        .path("Properties")
                        .path("WebACLArn")
                        .path("Fn::GetAtt")
                        .path(0)
                        .asText())
                .isEqualTo("WebAclHoldfast");
    }

    @Test
    void aModuleIsWellFormedAndEveryAddressInItIsDeclared() {
        Map<String, String> files = Templates.files(Templates.Format.TERRAFORM, List.of(NETWORK, WAY_IN, FIREWALL));
        assertThat(files).containsOnlyKeys("222222222222-eu-west-1/main.tf", "333333333333-us-east-1/main.tf");
        for (String text : files.values()) {
            balanced(text);
            Set<String> declared = new HashSet<>();
            Matcher resources =
                    Pattern.compile("resource \"(\\w+)\" \"(\\w+)\"").matcher(text);
            while (resources.find()) {
                assertThat(declared.add(resources.group(1) + "." + resources.group(2)))
                        .isTrue();
            }
            Matcher uses = Pattern.compile("(?<![\"\\w.])(aws_\\w+\\.\\w+)").matcher(text);
            int found = 0;
            while (uses.find()) {
                assertThat(declared).contains(uses.group(1));
                found++;
            }
            assertThat(found).isPositive();
        }
        assertThat(files.get("222222222222-eu-west-1/main.tf"))
                .contains(
                        "resource \"aws_default_security_group\" \"default_group_core\" {\n  vpc_id = aws_vpc.vpc_core.id\n}",
                        "allocation_id = aws_eip.address_core_nat_a.allocation_id",
                        "saml_provider_arn = \"arn:aws:iam::222222222222:saml-provider/people\"",
                        "cloudwatch_log_group = aws_cloudwatch_log_group.connection_log.name",
                        "depends_on = [aws_ec2_client_vpn_authorization_rule.reach_admins10200016]");
        assertThat(files.get("333333333333-us-east-1/main.tf"))
                .contains("override_action {\n      count {\n      }\n    }", "cloudwatch_metrics_enabled = true");
    }

    /** Braces and brackets close in order, outside quoted texts. */
    private static void balanced(String text) {
        Deque<Character> open = new ArrayDeque<>();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && (i == 0 || text.charAt(i - 1) != '\\')) {
                quoted = !quoted;
            } else if (!quoted && (c == '{' || c == '[')) {
                open.push(c);
            } else if (!quoted && (c == '}' || c == ']')) {
                assertThat(open.pop()).isEqualTo(c == '}' ? '{' : '[');
            }
        }
        assertThat(quoted).isFalse();
        assertThat(open).isEmpty();
    }

    @Test
    void namesCannotBreakOutOfATemplate() {
        ObjectNode parameters = NETWORK.parameters().deepCopy();
        parameters.put("Name", "a\"${file(\"/etc/passwd\")}");
        String text = Templates.files(
                        Templates.Format.TERRAFORM,
                        List.of(new Wanted(NETWORK.document(), "222222222222", "eu-west-1", parameters)))
                .get("222222222222-eu-west-1/main.tf");
        assertThat(text).contains("a\\\"$${file(\\\"/etc/passwd\\\")}");
        balanced(text);
    }

    @Test
    void otherDocumentsAreRefused() {
        assertThat(Templates.knows("baseline/s3/log-bucket")).isFalse();
        assertThatThrownBy(() -> Templates.files(
                        Templates.Format.CFN,
                        List.of(new Wanted("baseline/s3/log-bucket", "222222222222", "eu-west-1", json("{}")))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
