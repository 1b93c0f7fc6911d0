namespace Layercake.Engine.Tests.Environments;

/// <summary>The identities that apply plans, checked offline (X2).</summary>
public sealed class DeployerSettingsTests : EnvironmentTests
{
    private const string Main = "12345678-1234-1234-1234-123456789012";

    private const string Auto = "abcdefab-1234-1234-1234-123456789012";

    [Fact]
    public void An_identity_may_be_named_for_what_nobody_approves()
    {
        var read = Load(Environment($"\"deploys_as\": \"{Main}\", \"approve\": [\"delete:*\"]", Auto))!;

        Assert.Equal((Main, Auto), (read.DeploysAs, read.DeploysAsAuto));
        Assert.Equal(Auto, read.Settings["deploys_as_auto"]);
    }

    [Theory]
    [InlineData(
        "\"approve\": []",
        Auto,
        "(2,1): error ENV017: deploys_as_auto is given without deploys_as. Say who applies what a person has approved."
    )]
    [InlineData(
        $"\"deploys_as\": \"{Main}\"",
        Auto,
        "(2,1): error ENV017: deploys_as_auto is given without approve, and then a person has to approve every plan. Say which changes "
            + "need one."
    )]
    [InlineData(
        $"\"deploys_as\": \"{Main}\", \"approve\": []",
        Main,
        "(2,1): error ENV017: deploys_as_auto and deploys_as are the same, so approved is only a word. Name another identity, or remove "
            + "it."
    )]
    public void One_that_could_apply_nothing_or_everything_is_an_error(string others, string auto, string finding)
    {
        Assert.Null(Load(Environment(others, auto)));

        Assert.Equal([finding], Places());
    }

    private static string Environment(string others, string auto) =>
        $"{{ {Complete}, {others},\n\"deploys_as_auto\": \"{auto}\" }}";
}
