package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.access.Grants.Answer;
import dev.holdfast.posture.ShippedContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALLOWED|{'Effect':'Allow','Action':'s3:Get*','Resource':'*'}",
                "ALLOWED|{'Effect':'Allow','Action':['ec2:*','S3:getobjec?'],'Resource':['*']}",
                "ALLOWED|{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}",
                "REFUSED|{'Effect':'Allow','NotAction':'s3:*','Resource':'*'}",
                "REFUSED|{'Effect':'Allow','Action':'s3:GetObjec','Resource':'*'}",
                "REFUSED|{'Effect':'Allow','Action':'s3.GetObject','Resource':'*'}",
                "LIMITED|{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::logs/*'}",
                "LIMITED|{'Effect':'Allow','Action':'s3:*','NotResource':'arn:aws:s3:::logs/*'}",
                "LIMITED|{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'true'}}}",
                "REFUSED|{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':'s3:*','Resource':'*'}",
                "REFUSED|{'Effect':'Deny','NotAction':'ec2:*','Resource':'*'},{'Effect':'Allow','Action':'*','Resource':'*'}",
                "LIMITED|{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':'s3:*','Resource':'arn:aws:s3:::x'}",
                "REFUSED|{'Effect':'Deny','Action':'s3:*','Resource':'arn:aws:s3:::x'}",
            })
    void anActionIsJudgedAsAwsDocumentsIt(Answer answer, String statements) throws IOException {
        Grants grants = grants("{'Version':'2012-10-17','Statement':[" + statements + "]}");
        assertThat(grants.may("s3:GetObject").answer()).isEqualTo(answer);
    }

    @Test
    void whatIsNoPolicyIsRefused() {
        assertThatThrownBy(() -> grants("{'Statement':[{'Effect':'Perhaps','Action':'*'}]}"))
                .hasMessageContaining("statement 1");
        assertThatThrownBy(() -> grants("{}")).hasMessageContaining("Statement");
    }

    /** A role session carries ReadOnlyAccess and SecurityAudit as its session policy: what neither allows is lost. */
    @Test
    void theSessionPolicyTakesNothingAwayThatTablesNeed() throws IOException {
        Grants session = new Grants(List.of(shipped("ReadOnlyAccess"), shipped("SecurityAudit")));
        Set<String> lost = new TreeSet<>();
        ShippedContent.TABLES.stream()
                // What is asked in the management account is asked without a role.
                .filter(t -> !t.extent().organizationWide())
                .flatMap(t -> t.calls().stream())
                .filter(c -> session.may(c.action()).answer() != Answer.ALLOWED)
                .forEach(c -> lost.add(c.action()));
        // SecurityAudit names the paths of API Gateway one by one, those that are read among them.
        lost.remove("apigateway:GET");
        // Neither policy names it: how Detective enrols new accounts stays unknown, and says so.
        lost.remove("detective:DescribeOrganizationConfiguration");
        assertThat(lost).isEmpty();
    }

    private static JsonNode shipped(String name) throws IOException {
        return JSON.readTree(Files.readAllBytes(
                Path.of(System.getProperty("holdfast.root", ".."), "content", "policies", name + ".json")));
    }

    private static Grants grants(String policy) throws IOException {
        return new Grants(List.of(JSON.readTree(policy.replace('\'', '"'))));
    }
}
