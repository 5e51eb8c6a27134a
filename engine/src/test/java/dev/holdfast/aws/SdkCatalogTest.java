package dev.holdfast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.OperationCatalog.Operation;
import dev.holdfast.model.OperationCatalog.Type;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SdkCatalogTest {
    private final SdkCatalog catalog = new SdkCatalog();

    @Test
    void knowsOperationsByTheNameAwsDocuments() {
        Operation operation = catalog.find("rds", "DescribeDBInstances").orElseThrow();
        assertThat(operation.reads()).isTrue();
        assertThat(operation
                        .output()
                        .member("DBInstances")
                        .flatMap(s -> s.member("[]"))
                        .flatMap(s -> s.member("PubliclyAccessible"))
                        .orElseThrow()
                        .type())
                .isEqualTo(Type.BOOLEAN);
        assertThat(catalog.find("rds", "DescribeDbInstances")).isEmpty();
        assertThat(catalog.find("nosuch", "DescribeDBInstances")).isEmpty();
    }

    @Test
    void tellsReadsFromWritesAndSecrets() {
        assertThat(catalog.find("s3", "PutPublicAccessBlock").orElseThrow().reads())
                .isFalse();
        assertThat(catalog.find("s3", "GetBucketPolicy").orElseThrow().reads()).isTrue();
        assertThat(catalog.find("ssm", "GetParameter").orElseThrow().reads()).isFalse();
        assertThat(catalog.find("ec2", "GetPasswordData").orElseThrow().reads()).isFalse();
        assertThat(catalog.find("sts", "GetSessionToken").orElseThrow().reads()).isFalse();
    }

    @Test
    void everyOperationOnTheReadListExistsAndSoundsLikeReading() {
        List<String> wrong = new ArrayList<>();
        SdkIndex index = new SdkIndex();
        Map<String, List<String>> names = new HashMap<>();
        for (String[] word : ServiceNames.lines("/aws/read-operations.txt")) {
            boolean known =
                    names.computeIfAbsent(word[0], index::names).stream().anyMatch(n -> n.equalsIgnoreCase(word[1]));
            boolean sounds = word[1].matches(
                    "(Get|List|Describe|BatchGet|Lookup|Head|Scan|Search|Select|Simulate|Check|"
                            + "Validate|Discover|Preview|Estimate|Generate(Credential|Service|Organizations)|Export).*");
            if (!known || !sounds) {
                wrong.add(word[0] + ":" + word[1]);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void pagingKnowsTheTokensOfEveryReadOperationTheSdkPages() throws ClassNotFoundException {
        List<String> wrong = new ArrayList<>();
        SdkIndex index = new SdkIndex();
        for (String service : catalog.services()) {
            ServiceNames.Service names = ServiceNames.find(service).orElseThrow();
            Class<?> client = Class.forName(names.basePackage() + "." + names.client() + "Client");
            Set<String> paged = Stream.of(client.getMethods())
                    .map(Method::getName)
                    .filter(n -> n.endsWith("Paginator"))
                    .collect(Collectors.toSet());
            for (String name : catalog.operations(service)) {
                SdkOperation operation = index.find(service, name).orElseThrow();
                if (ReadOperations.contains(service, name)
                        && paged.contains(operation.method() + "Paginator")
                        && !SdkReader.pages(operation)) {
                    wrong.add(service + ":" + name);
                }
            }
        }
        // Its token lies inside EngineDefaults; no table uses it.
        assertThat(wrong).containsExactly("rds:DescribeEngineDefaultParameters");
    }

    @Test
    void bindsOperationsToHttp() {
        assertThat(catalog.binding("s3", "GetBucketPolicy").orElseThrow().requestUri())
                .contains("policy");
        assertThat(catalog.binding("iam", "ListUsers").orElseThrow().target()).isEqualTo("ListUsers");
    }
}
