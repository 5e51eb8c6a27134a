package dev.holdfast.template;

import static dev.holdfast.template.Draft.attribute;
import static dev.holdfast.template.Draft.ref;
import static dev.holdfast.template.Draft.tags;
import static dev.holdfast.template.Draft.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What the documents of networks, of the firewall before balancers and of the way in by VPN make. */
final class NetworkParts {
    private static final String ANYWHERE = "0.0.0.0/0";
    private static final String LOG = "holdfast-client-vpn";

    private NetworkParts() {}

    /** baseline/ec2/vpc. */
    static void network(JsonNode wanted, Draft draft) {
        String name = text(wanted, "Name");
        String vpc = draft.id("Vpc", name);
        draft.add(vpc, "AWS::EC2::VPC", "aws_vpc")
                .put("CidrBlock", text(wanted, "CidrBlock"))
                .put("EnableDnsSupport", true)
                .put("EnableDnsHostnames", true)
                .set("Tags", tags(name));
        // Without a rule nothing passes; CloudFormation cannot take a default group in hand.
        draft.add(draft.id("DefaultGroup", name), "", "aws_default_security_group")
                .set("VpcId", ref(vpc));
        String attached = draft.id("Attachment", name);
        if (wanted.path("Gateway").asBoolean()) {
            String gateway = draft.id("Gateway", name);
            draft.add(gateway, "AWS::EC2::InternetGateway", "aws_internet_gateway")
                    .set("Tags", tags(name));
            ObjectNode attachment =
                    draft.add(attached, "AWS::EC2::VPCGatewayAttachment", "aws_internet_gateway_attachment");
            attachment.set("VpcId", ref(vpc));
            attachment.set("InternetGatewayId", ref(gateway));
        }
        for (JsonNode table : wanted.path("Tables")) {
            String id = draft.id("Table", text(table, "Name"));
            ObjectNode made = draft.add(id, "AWS::EC2::RouteTable", "aws_route_table");
            made.set("VpcId", ref(vpc));
            made.set("Tags", tags(text(table, "Name")));
            if (table.path("Public").asBoolean()) {
                ObjectNode route =
                        draft.add(draft.id("RouteOut", text(table, "Name")), "AWS::EC2::Route", "aws_route", attached);
                route.set("RouteTableId", ref(id));
                route.put("DestinationCidrBlock", ANYWHERE).set("GatewayId", ref(draft.id("Gateway", name)));
            }
        }
        for (JsonNode subnet : wanted.path("Subnets")) {
            String id = draft.id("Subnet", text(subnet, "Name"));
            ObjectNode made = draft.add(id, "AWS::EC2::Subnet", "aws_subnet");
            made.set("VpcId", ref(vpc));
            made.put("CidrBlock", text(subnet, "CidrBlock")).put("AvailabilityZone", text(subnet, "Zone"));
            made.set("Tags", tags(text(subnet, "Name")));
            ObjectNode uses = draft.add(
                    draft.id("Uses", text(subnet, "Name")),
                    "AWS::EC2::SubnetRouteTableAssociation",
                    "aws_route_table_association");
            uses.set("SubnetId", ref(id));
            uses.set("RouteTableId", ref(draft.id("Table", text(subnet, "Table"))));
        }
        nats(wanted, draft, attached);
        for (JsonNode log : wanted.path("Logs")) {
            ObjectNode made = draft.add(draft.id("FlowLog", name), "AWS::EC2::FlowLog", "aws_flow_log");
            made.set("ResourceId", ref(vpc));
            made.put("ResourceType", "VPC").put("TrafficType", text(log, "Traffic"));
            made.put("LogDestinationType", "s3").put("LogDestination", text(log, "To"));
            made.put("MaxAggregationInterval", 600).set("Tags", tags(""));
        }
    }

    private static void nats(JsonNode wanted, Draft draft, String attached) {
        for (JsonNode nat : wanted.path("Nats")) {
            String address = draft.id("Address", text(nat, "Name"));
            draft.add(address, "AWS::EC2::EIP", "aws_eip", attached)
                    .put("Domain", "vpc")
                    .set("Tags", tags(text(nat, "Name")));
            ObjectNode made =
                    draft.add(draft.id("Nat", text(nat, "Name")), "AWS::EC2::NatGateway", "aws_nat_gateway", attached);
            made.set("SubnetId", ref(draft.id("Subnet", text(nat, "Subnet"))));
            made.set("AllocationId", attribute(address, "AllocationId"));
            made.set("Tags", tags(text(nat, "Name")));
        }
        for (JsonNode route : wanted.path("NatRoutes")) {
            ObjectNode made = draft.add(draft.id("RouteNat", text(route, "Table")), "AWS::EC2::Route", "aws_route");
            made.set("RouteTableId", ref(draft.id("Table", text(route, "Table"))));
            made.put("DestinationCidrBlock", ANYWHERE).set("NatGatewayId", ref(draft.id("Nat", text(route, "Nat"))));
        }
    }

    /** baseline/wafv2/web-acl. */
    static void firewall(JsonNode wanted, Draft draft) {
        String acl = draft.id("WebAcl", "holdfast");
        ObjectNode made = draft.add(acl, "AWS::WAFv2::WebACL", "aws_wafv2_web_acl");
        made.put("Name", "holdfast").put("Scope", "REGIONAL");
        made.put("Description", "Managed rules before public load balancers");
        made.putObject("DefaultAction").putObject("Allow");
        made.set("Rules", wanted.path("Rules").deepCopy());
        made.putObject("VisibilityConfig")
                .put("SampledRequestsEnabled", true)
                .put("CloudWatchMetricsEnabled", true)
                .put("MetricName", "holdfast");
        made.set("Tags", tags(""));
        int n = 0;
        for (JsonNode balancer : wanted.path("Balancers")) {
            ObjectNode before = draft.add(
                    draft.id("Before", Integer.toString(++n)),
                    "AWS::WAFv2::WebACLAssociation",
                    "aws_wafv2_web_acl_association");
            before.put("ResourceArn", balancer.asText()).set("WebACLArn", attribute(acl, "Arn"));
        }
    }

    /** baseline/ec2/vpn-client; its network is in the same template, or must be named. */
    static void wayIn(JsonNode wanted, Draft draft) {
        String vpc = text(wanted, "Vpc");
        boolean here = draft.has("Vpc", vpc);
        String subnet = draft.parts().stream()
                .filter(p -> p.cloudFormation().equals("AWS::EC2::Subnet"))
                .filter(p -> p.properties()
                        .path("Tags")
                        .path(0)
                        .path("Value")
                        .asText()
                        .startsWith(vpc + "-private-"))
                .map(Part::id)
                .findFirst()
                .orElse("");
        String log = draft.id("ConnectionLog", "");
        draft.add(log, "AWS::Logs::LogGroup", "aws_cloudwatch_log_group")
                .put("LogGroupName", LOG)
                .set("Tags", tags(""));
        String endpoint = draft.id("ClientVpn", vpc);
        ObjectNode made = draft.add(endpoint, "AWS::EC2::ClientVpnEndpoint", "aws_ec2_client_vpn_endpoint");
        made.put("Description", "holdfast " + vpc).put("ClientCidrBlock", text(wanted, "ClientCidrBlock"));
        made.put("ServerCertificateArn", text(wanted, "CertificateArn"));
        made.putArray("AuthenticationOptions")
                .addObject()
                .put("Type", "federated-authentication")
                .putObject("FederatedAuthentication")
                .put("SAMLProviderArn", text(wanted, "SamlProviderArn"));
        made.putObject("ConnectionLogOptions").put("Enabled", true).set("CloudwatchLogGroup", ref(log));
        made.put("SplitTunnel", true)
                .set("VpcId", here ? ref(draft.id("Vpc", vpc)) : draft.input("VpcId", "AWS::EC2::VPC::Id"));
        made.putArray("TagSpecifications")
                .addObject()
                .put("ResourceType", "client-vpn-endpoint")
                .set("Tags", tags(""));
        List<String> rules = new ArrayList<>();
        for (JsonNode rule : wanted.path("Rules")) {
            String id = draft.id("Reach", text(rule, "Group") + "-" + text(rule, "To"));
            ObjectNode allow =
                    draft.add(id, "AWS::EC2::ClientVpnAuthorizationRule", "aws_ec2_client_vpn_authorization_rule");
            allow.set("ClientVpnEndpointId", ref(endpoint));
            allow.put("TargetNetworkCidr", text(rule, "To")).put("AccessGroupId", text(rule, "Group"));
            rules.add(id);
        }
        // Last, so that nobody comes in before the rules stand.
        ObjectNode join = draft.add(
                draft.id("Join", vpc),
                "AWS::EC2::ClientVpnTargetNetworkAssociation",
                "aws_ec2_client_vpn_network_association",
                rules.toArray(String[]::new));
        join.set("ClientVpnEndpointId", ref(endpoint));
        join.set("SubnetId", subnet.isEmpty() ? draft.input("SubnetId", "AWS::EC2::Subnet::Id") : ref(subnet));
    }
}
