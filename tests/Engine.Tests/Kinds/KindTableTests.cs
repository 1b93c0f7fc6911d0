using Layercake.Engine.Declarations.Documents;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds;
using Layercake.Rest;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layercake.Engine.Tests.Kinds;

/// <summary>The table of kinds.</summary>
public sealed class KindTableTests
{
    private static readonly DeploymentEnvironment Environment = new()
    {
        Name = "test",
        File = "deployment/environments/test.json",
        NotebooksPath = "/Shared/app/notebooks",
        InitScriptsDestination = "/Volumes/main/app/init-scripts/",
    };

    [Fact]
    public void A_name_in_another_kinds_field_is_known_for_one() =>
        Assert.Empty(
            KindTable
                .For(Environment)
                .OfType<JsonKind>()
                .Select(kind => kind.NameField!)
                .Except(JsonDeclarations.Names, StringComparer.Ordinal)
        );

    [Fact]
    public void Both_halves_of_a_kind_have_the_name_of_its_row()
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        var client = new WorkspaceClient(
            http,
            new WorkspaceOptions { Url = new Uri("https://workspace.invalid"), Token = (_, _) => throw new InvalidOperationException() },
            NullLogger<WorkspaceClient>.Instance
        );

        Assert.Equal(KindTable.Names, KindTable.For(Environment).Select(kind => kind.Name));
        Assert.Equal(KindTable.Names, KindTable.For(Environment, client, TimeProvider.System).Select(kind => kind.Name));
    }

    [Fact]
    public void All_but_parts_of_other_objects_can_be_deployed_and_exported_alone() =>
        Assert.Equal(
            KindTable.For(Environment).Where(kind => !kind.IsPart).Select(kind => kind.Name),
            KindTable.Described.Select(kind => kind.Name)
        );

    [Fact]
    public void Every_kind_with_permissions_knows_how_a_bundle_calls_them() =>
        Assert.All(
            KindTable.For(Environment).Where(kind => kind.Permissions is not null),
            kind => Assert.Contains("Write access_control_list, ", ((JsonKind)kind).InsteadOf("permissions"), StringComparison.Ordinal)
        );
}
