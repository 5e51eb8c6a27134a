package dev.holdfast.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;

class SdkJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final SdkIndex index = new SdkIndex();

    private JsonNode roundTrip(String service, String operation, String json) throws Exception {
        SdkPojo builder = index.find(service, operation).orElseThrow().newRequest();
        return SdkJson.fromSdk((SdkPojo) SdkJson.toSdk(builder, JSON.readTree(json), operation));
    }

    @Test
    void keepsEveryValueUnderTheNameAwsDocuments() throws Exception {
        String json = """
                {"GroupId":"sg-1","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,\
                "IpRanges":[{"CidrIp":"0.0.0.0/0","Description":"“quoted” ü"}]}],"DryRun":false}""";
        assertThat(roundTrip("ec2", "AuthorizeSecurityGroupIngress", json)).isEqualTo(JSON.readTree(json));
    }

    @Test
    void keepsTimesBytesAndMaps() throws Exception {
        String json = """
                {"StartTime":"2026-11-23T10:00:00Z","MaxResults":5}""";
        assertThat(roundTrip("cloudtrail", "LookupEvents", json)).isEqualTo(JSON.readTree(json));
        String kms = """
                {"KeyId":"k","Plaintext":"aGVsbG8=","EncryptionContext":{"a":"b"}}""";
        assertThat(roundTrip("kms", "Encrypt", kms)).isEqualTo(JSON.readTree(kms));
    }

    @Test
    void tellsAnAbsentListFromAnEmptyOne() throws Exception {
        assertThat(roundTrip("ec2", "DescribeInstances", "{}").has("Filters")).isFalse();
        assertThat(roundTrip("ec2", "DescribeInstances", "{\"Filters\":[]}").get("Filters"))
                .isEmpty();
    }

    @Test
    void namesTheMemberThatDoesNotFit() {
        assertThatThrownBy(() -> roundTrip("ec2", "DescribeInstances", "{\"Filterz\":[]}"))
                .hasMessageContaining("`DescribeInstances` has no member `Filterz`");
        assertThatThrownBy(() -> roundTrip("ec2", "DescribeInstances", "{\"MaxResults\":\"many\"}"))
                .hasMessageContaining("`DescribeInstances.MaxResults` cannot be `many`");
        assertThatThrownBy(() -> roundTrip("ec2", "DescribeInstances", "{\"Filters\":[{\"Values\":\"x\"}]}"))
                .hasMessageContaining("`DescribeInstances.Filters[].Values` must be a list");
        assertThatThrownBy(() -> roundTrip("cloudtrail", "LookupEvents", "{\"StartTime\":\"yesterday\"}"))
                .hasMessageContaining("cannot be `yesterday`");
    }
}
