using Layercake.Engine.Declarations;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Tests.Declarations;

namespace Layercake.Engine.Tests.Environments;

/// <summary>Which files there are, and which of them an environment is read from.</summary>
public sealed class EnvironmentFilesTests : EnvironmentTests
{
    [Fact]
    public void The_assets_environments_come_before_the_hosts()
    {
        Assets.Write("mine/dev.json", $"{{ {Complete}, \"deployment_name\": \"mine\" }}");
        Assets.Write("theirs/dev.json", "{");
        Assets.Write("theirs/prod.json", "{");
        Assets.Write("theirs/environment.schema.json", "{}");
        var files = new EnvironmentFiles([Assets.PathOf("missing"), Assets.PathOf("mine"), Assets.PathOf("theirs")]);

        Assert.Equal(["dev", "prod"], files.Names());
        Assert.Equal("mine", files.Load("dev", Nothing, Assets.Findings)!.DeploymentName);
    }

    [Fact]
    public void A_mapping_file_lies_beside_the_environments_file_or_is_named_in_it()
    {
        Assets.Write("deployment/environments/dev.mappings.json", "{}");
        Assets.Write("deployment/shared/names.json", "{}");

        Assert.Equal(Assets.PathOf("deployment/environments/dev.mappings.json"), Load($"{{ {Complete} }}")!.MappingsFile);
        Assert.Equal(
            Assets.PathOf("deployment/shared/names.json"),
            Load($"{{ {Complete}, \"mappings\": \"../shared/names.json\" }}")!.MappingsFile
        );
        Assert.Null(Load($"{{ {Complete} }}", "prod")!.MappingsFile);
        Assert.Empty(Assets.Printed());
        Assert.Equal(["dev", "prod"], new EnvironmentFiles([Assets.PathOf("deployment/environments")]).Names());
    }

    [Fact]
    public void A_mapping_file_that_is_named_and_not_there_is_a_finding()
    {
        Assert.Null(Load($"{{ {Complete}, \"mappings\": \"names.json\" }}"));
        Assert.Contains("error MAP001: mappings names names.json, and there is no such file.", Assert.Single(Assets.Printed()));
    }

    [Theory]
    [InlineData("pord", "error ENV001: There is no environment pord. Did you mean prod? Environments: dev, prod,")]
    [InlineData("DEV", "error ENV001: There is no environment DEV. Did you mean dev? Environments: dev, prod,")]
    [InlineData("../dev", "error ENV001: There is no environment ../dev. Environments: dev, prod,")]
    public void An_unknown_environment_lists_those_there_are(string name, string finding)
    {
        Assets.Write("environments/dev.json", "{}");
        Assets.Write("environments/prod.json", "{}");

        Assert.Null(new EnvironmentFiles([Assets.PathOf("environments")]).Load(name, Nothing, Assets.Findings));
        Assert.Equal([$"{finding} the .json files in {EnvironmentFiles.Shown(Assets.PathOf("environments"))}."], Assets.Printed());
    }

    [Fact]
    public void Environments_of_two_folders_that_look_alike_are_told_apart()
    {
        Assets.Write("mine/deployment/environments/dev.json", $"{{ {Complete} }}");
        Assets.Write("host/deployment/environments/dev.json", "{}");
        Assets.Write("host/deployment/environments/local.json", "{");
        var (mine, host) = (Assets.PathOf("mine/deployment/environments"), Assets.PathOf("host/deployment/environments"));
        var files = new EnvironmentFiles([mine, host]);

        Assert.Null(files.Load("qa", Nothing, Assets.Findings));
        Assert.Null(files.Load("local", Nothing, Assets.Findings));

        Assert.Equal(
            "error ENV001: There is no environment qa. Environments: dev, the .json files in deployment/environments; local, the .json "
                + $"files in {host.Replace('\\', '/')}.",
            Assets.Printed()[0]
        );
        Assert.StartsWith($"{host.Replace('\\', '/')}/local.json(", Assets.Printed()[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_found_in_an_environment_later_names_the_same_file()
    {
        Assets.Write("mine/deployment/environments/prod.json", $"{{ {Complete} }}");
        Assets.Write("host/deployment/environments/variables.json", """{ "size": 1 }""");
        Assets.Write("host/deployment/environments/dev.json", $"{{ {Complete}, \"approve\": [\"delete:jbos\"] }}");
        var host = Assets.PathOf("host/deployment/environments").Replace('\\', '/');
        var files = new EnvironmentFiles([Assets.PathOf("mine/deployment/environments"), host]);

        var environment = files.Load("dev", Nothing, Assets.Findings)!;

        Assert.Equal($"{host}/dev.json", environment.File);
        Assert.Equal($"{host}/dev.json", Assert.Single(environment.Approve!).Place.File);
        Assert.Equal($"{host}/variables.json", environment.Variables["size"].Place.File);
    }

    [Fact]
    public void A_folder_may_be_given_with_a_slash_at_its_end()
    {
        Assets.Write("environments/dev.json", "{}");

        Assert.Null(new EnvironmentFiles([$"{Assets.PathOf("environments")}/"]).Load("qa", Nothing, Assets.Findings));

        Assert.Contains("Environments: dev, the .json files in", Assert.Single(Assets.Printed()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("preprod")]
    [InlineData("prod")]
    public void The_environments_that_come_with_the_repository_wait_for_a_subscription(string name)
    {
        var files = new EnvironmentFiles([Path.Combine(Repository.Root, "deployment", "environments")]);

        Assert.Null(files.Load(name, Nothing, Assets.Findings));
        Assert.Equal(
            [
                $"deployment/environments/{name}.json(5,3): error ENV007: subscription_id still has the placeholder "
                    + $"00000000-0000-0000-0000-000000000000. Put your own in its place.",
            ],
            Assets.Printed()
        );

        Assets.Findings.Clear();
        var filledIn = files.Load(name, new Dictionary<string, string> { ["subscription_id"] = Subscription }, Assets.Findings);
        Assert.Empty(Assets.Printed());
        Assert.Equal(name != "prod", filledIn!.StopClusters);
    }

    [Fact]
    public void The_local_environment_that_comes_with_the_repository_is_ready()
    {
        var files = new EnvironmentFiles([Path.Combine(Repository.Root, "deployment", "environments")]);

        Assert.Equal(["dev", "local", "preprod", "prod"], files.Names());
        Assert.NotNull(files.Load("local", Nothing, Assets.Findings));
        Assert.Empty(Assets.Findings);
    }

    [Theory]
    [InlineData("deployment", "deployment")]
    [InlineData("deployment/environments", "deployment/environments")]
    [InlineData("deployment/environments/dev.json", "deployment/environments/dev.json")]
    [InlineData("deployment/environments/dev.mappings.json", null)]
    [InlineData("deployment/environments/variables.json", "deployment/environments/variables.json")]
    public void A_link_that_leads_nowhere_does_not_give_way_to_another_folder(string link, string? file)
    {
        Assets.Write("host/environments/dev.json", $"{{ {Complete} }}");
        if (Path.GetFileName(link) != "dev.json" && link.EndsWith(".json", StringComparison.Ordinal))
            Assets.Write("deployment/environments/dev.json", $"{{ {Complete} }}");
        Directory.CreateDirectory(Path.GetDirectoryName(Assets.PathOf(link))!);
        File.CreateSymbolicLink(Assets.PathOf(link), "/not/mounted");

        var dev = new EnvironmentFiles([Assets.PathOf("deployment/environments"), Assets.PathOf("host/environments")]).Load(
            "dev",
            new Dictionary<string, string>(),
            Assets.Findings
        );

        if (file is null)
            Assert.Equal(Assets.PathOf(link), dev!.MappingsFile);
        else
            Assert.EndsWith(
                $"{file}: error FIL002: This link leads nowhere. Correct or remove it.",
                Assert.Single(Assets.Printed()),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_folder_named_as_an_environment_does_not_give_way_to_another()
    {
        Directory.CreateDirectory(Assets.PathOf("deployment/environments/dev.json"));
        Assets.Write("host/environments/dev.json", $"{{ {Complete} }}");

        Assert.Null(
            new EnvironmentFiles([Assets.PathOf("deployment/environments"), Assets.PathOf("host/environments")]).Load(
                "dev",
                new Dictionary<string, string>(),
                Assets.Findings
            )
        );
        Assert.Equal(
            ["deployment/environments/dev.json: error FIL001: This is a folder, and a file is expected. Rename or remove it."],
            Assets.Printed()
        );
    }
}
