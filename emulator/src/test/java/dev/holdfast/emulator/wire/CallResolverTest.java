package dev.holdfast.emulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.aws.SdkCatalog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallResolverTest {
    private static final CallResolver RESOLVER = new CallResolver(new SdkCatalog());

    private static Call resolve(String service, String method, String target, String body, Header... more) {
        List<Header> headers = new ArrayList<>(List.of(more));
        headers.add(new Header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIATEST/20261120/eu-west-1/" + service
                        + "/aws4_request, SignedHeaders=host, Signature=0"));
        return RESOLVER.resolve(new WireRequest(method, target, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String s3(String method, String target, Header... more) {
        return resolve("s3", method, target, "", more).name();
    }

    @Test
    void s3IsToldApartByPathQueryAndHeaders() {
        assertThat(s3("GET", "/")).isEqualTo("s3:ListBuckets");
        assertThat(s3("GET", "/b")).isEqualTo("s3:ListObjects");
        assertThat(s3("GET", "/b/?list-type=2&prefix=x")).isEqualTo("s3:ListObjectsV2");
        assertThat(s3("GET", "/b?policyStatus")).isEqualTo("s3:GetBucketPolicyStatus");
        assertThat(s3("GET", "/b?publicAccessBlock")).isEqualTo("s3:GetPublicAccessBlock");
        assertThat(s3("GET", "/b?inventory")).isEqualTo("s3:ListBucketInventoryConfigurations");
        assertThat(s3("GET", "/b?inventory&id=1")).isEqualTo("s3:GetBucketInventoryConfiguration");
        assertThat(s3("GET", "/b/k/with/steps")).isEqualTo("s3:GetObject");
        assertThat(s3("PUT", "/b/k")).isEqualTo("s3:PutObject");
        assertThat(s3("PUT", "/b/k", new Header("x-amz-copy-source", "/b/o"))).isEqualTo("s3:CopyObject");
        assertThat(s3("PUT", "/b/k?partNumber=1&uploadId=u")).isEqualTo("s3:UploadPart");
        assertThat(s3("DELETE", "/b/k?versionId=v")).isEqualTo("s3:DeleteObject");
        assertThat(s3("POST", "/b?delete")).isEqualTo("s3:DeleteObjects");
        assertThat(s3("GET", "/v20180820/configuration/publicAccessBlock")).isEqualTo("s3control:GetPublicAccessBlock");
    }

    @Test
    void keysAreDecodedAsPathsAndNotAsForms() {
        Call call = resolve("s3", "GET", "/b/a+b%20c%2Fd%C3%A4", "");
        assertThat(call.members()).containsEntry("Bucket", "b").containsEntry("Key", "a+b c/dä");
    }

    @Test
    void servicesThatShareASigningNameAreToldApart() {
        assertThat(resolve("apigateway", "GET", "/restapis", "").name()).isEqualTo("apigateway:GetRestApis");
        assertThat(resolve("apigateway", "GET", "/v2/apis", "").name()).isEqualTo("apigatewayv2:GetApis");
        assertThat(resolve("elasticfilesystem", "GET", "/2015-02-01/file-systems", "")
                        .name())
                .isEqualTo("efs:DescribeFileSystems");
    }

    @Test
    void otherProtocolsNameTheirOperation() {
        Call json = resolve(
                "organizations", "POST", "/", "{}", new Header("X-Amz-Target", "AWSOrganizationsV20161128.ListRoots"));
        assertThat(json.name()).isEqualTo("organizations:ListRoots");
        assertThat(json.protocol()).isEqualTo(Protocol.JSON);
        Header form = new Header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        Call query = resolve("elasticloadbalancing", "POST", "/", "Action=DescribeLoadBalancers", form);
        assertThat(query.name()).isEqualTo("elbv2:DescribeLoadBalancers");
        Call classic =
                resolve("elasticloadbalancing", "POST", "/", "Action=DescribeLoadBalancers&Version=2012-06-01", form);
        assertThat(classic.name()).isEqualTo("elb:DescribeLoadBalancers");
        assertThat(query.accessKey()).isEqualTo("AKIATEST");
        assertThat(query.region()).isEqualTo("eu-west-1");
        assertThat(resolve("ec2", "POST", "/", "Action=DescribeVpcs", form).protocol())
                .isEqualTo(Protocol.EC2);
        Call rest = resolve("guardduty", "GET", "/detector/d1", "");
        assertThat(rest.name()).isEqualTo("guardduty:GetDetector");
        assertThat(rest.members()).containsEntry("detectorId", "d1");
    }

    @Test
    void aSignatureMayLieInTheQuery() {
        String target = "/b/k?X-Amz-Credential=AKIAQ%2F20261120%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=0";
        Call call = RESOLVER.resolve(new WireRequest("GET", target, List.of(), new byte[0]));
        assertThat(call.name()).isEqualTo("s3:GetObject");
        assertThat(call.accessKey()).isEqualTo("AKIAQ");
        assertThat(call.region()).isEqualTo("us-east-1");
    }

    @Test
    void whatIsNotKnownIsSaidToBeUnknown() {
        assertThat(resolve("polly", "GET", "/v1/voices", "").known()).isFalse();
        assertThat(resolve("guardduty", "GET", "/no/such/path", "").known()).isFalse();
        WireRequest bare = new WireRequest("GET", "/b/k", List.of(), new byte[0]);
        assertThat(RESOLVER.resolve(bare).accessKey()).isEmpty();
    }
}
