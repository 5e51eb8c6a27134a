package dev.holdfast.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lets everyone in, and what ties a statement to somebody known. */
class OpenStatementTest {
    private static boolean open(String rest) {
        String policy = ("{'Statement':{'Action':'*'," + rest + "}}").replace('\'', '"');
        return OpenStatement.is(PolicyDocument.statements(new TextNode(policy)).get(0));
    }

    private static boolean openIf(String condition) {
        return open("'Effect':'Allow','Principal':'*','Condition':" + condition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Effect':'Allow','Principal':'*'",
                "'Effect':'Allow','Principal':{'AWS':'*'}",
                "'Effect':'Allow','Principal':{'AWS':['arn:aws:iam::222222222222:root','*']}",
                "'Effect':'Allow','NotPrincipal':{'AWS':'arn:aws:iam::222222222222:root'}",
                "'Effect':'Allow','Principal':'*','Condition':{}"
            })
    void everyone(String rest) {
        assertThat(open(rest)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Effect':'Deny','Principal':'*'",
                "'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::222222222222:root'}",
                "'Effect':'Allow','Principal':{'Service':'sns.amazonaws.com'}",
                "'Effect':'Allow'"
            })
    void somebody(String rest) {
        assertThat(open(rest)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'StringEquals':{'aws:PrincipalOrgID':'o-a'}}",
                "{'StringEquals':{'AWS:SourceOwner':'111111111111'}}",
                "{'ForAnyValue:StringLike':{'aws:PrincipalOrgPaths':'o-a/r-b/*'}}",
                "{'StringLike':{'aws:userid':['AROAEXAMPLE:*']}}",
                "{'ArnLike':{'aws:SourceArn':'arn:aws:s3:::photos*'}}",
                "{'ArnLike':{'aws:SourceArn':'arn:aws:sns:*:111111111111:*'}}",
                "{'IpAddress':{'aws:SourceIp':['198.51.100.7','203.0.113.0/24','2001:db8::/32']}}",
                "{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}",
                "{'StringEquals':{'aws:SourceVpce':'vpce-1','aws:Referer':'*'}}",
                "{'Bool':{'aws:SecureTransport':'true'},'StringEquals':{'kms:CallerAccount':'111111111111'}}"
            })
    void tied(String condition) {
        assertThat(openIf(condition)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Bool':{'aws:SecureTransport':'true'}}",
                "{'StringLike':{'aws:Referer':'https://example.com/*'}}",
                "{'StringNotEquals':{'aws:PrincipalOrgID':'o-a'}}",
                "{'StringEqualsIfExists':{'aws:PrincipalOrgID':'o-a'}}",
                "{'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'o-a'}}",
                "{'StringLike':{'aws:PrincipalOrgID':'o-*'}}",
                "{'StringLike':{'aws:PrincipalAccount':['111111111111','*']}}",
                "{'StringEquals':{'aws:PrincipalAccount':[]}}",
                "{'StringEquals':{'aws:PrincipalAccount':''}}",
                "{'StringLike':{'aws:userid':'AROA*'}}",
                "{'StringEquals':{'aws:userid':''}}",
                "{'ArnLike':{'aws:SourceArn':'arn:aws:sns:*:*:alerts'}}",
                "{'ArnLike':{'aws:SourceArn':'arn:aws:sns:eu-west-1:1?1111111111:alerts'}}",
                "{'ArnLike':{'aws:SourceArn':'arn:aws:s3:::*'}}",
                "{'ArnLike':{'aws:SourceArn':'*'}}",
                "{'NotIpAddress':{'aws:SourceIp':'198.51.100.0/24'}}",
                "{'IpAddress':{'aws:SourceIp':'0.0.0.0/0'}}",
                "{'IpAddress':{'aws:SourceIp':['198.51.100.0/24','0.0.0.0/1']}}",
                "{'IpAddress':{'aws:SourceIp':'2000::/3'}}",
                "{'IpAddress':{'aws:SourceIp':'10.0.0.0/x'}}",
                "{'IpAddress':{'aws:SourceIp':'*'}}",
                "{'Null':{'aws:SourceVpc':'false'}}"
            })
    void notTied(String condition) {
        assertThat(openIf(condition)).isTrue();
    }
}
