using System.Xml.Linq;
using Layercake.Architecture;
using Layercake.Engine.Tests.Declarations;

namespace Layercake.Engine.Tests;

/// <summary>
/// Each room of the engine uses only rooms below it, and each project only projects below it, as in docs/how-it-works.md.
/// </summary>
public sealed class RoomsTests
{
    /// <summary>From the bottom up: each room and the rooms that it uses.</summary>
    private static readonly string[] Table =
    [
        "Declarations",
        "Declarations.Templates: Declarations",
        "Declarations.Documents: Declarations, Declarations.Templates",
        "Environments: Declarations",
        "Connecting: Environments",
        "Environments.Settings: Environments",
        "Environments.Reading: Declarations, Environments, Environments.Settings",
        "Kinds.Fields",
        "Kinds.Checks: Declarations, Kinds.Fields",
        "Memory: Declarations",
        "Kinds.Model: Declarations, Declarations.Documents, Kinds.Checks, Kinds.Fields, Memory",
        "Kinds.Clusters: Declarations, Kinds.Checks, Kinds.Fields, Kinds.Model",
        "Kinds.ClusterPolicies: Declarations, Kinds.Checks, Kinds.Clusters, Kinds.Fields, Kinds.Model",
        "Kinds.Files: Declarations, Kinds.Fields, Kinds.Model, Memory",
        "Kinds.Content: Declarations, Kinds.Fields, Kinds.Files, Kinds.Model",
        "Kinds.Alerts: Declarations, Declarations.Documents, Kinds.Checks, Kinds.Content, Kinds.Fields, Kinds.Model, Memory",
        "Kinds.Dashboards: Declarations, Declarations.Documents, Kinds.Checks, Kinds.Content, Kinds.Fields, Kinds.Model, Memory",
        "Kinds.InitScripts: Declarations, Kinds.Files",
        "Kinds.InstancePools: Declarations, Kinds.Checks, Kinds.Fields, Kinds.Model",
        "Kinds.Libraries: Declarations, Kinds.Checks, Kinds.Files, Kinds.Model, Memory",
        "Kinds.Notebooks: Declarations, Kinds.Files, Kinds.Model",
        "Kinds.NotificationDestinations: Declarations, Kinds.Checks, Kinds.Fields, Kinds.Model, Memory",
        "Kinds.Queries: Declarations, Declarations.Documents, Kinds.Checks, Kinds.Content, Kinds.Fields, Kinds.Model",
        "Kinds.References: Declarations, Kinds.Fields, Kinds.Files, Kinds.Model",
        "Kinds.Jobs: Declarations, Kinds.Checks, Kinds.Clusters, Kinds.Fields, Kinds.Model, Kinds.References, Memory",
        "Kinds.Warehouses: Declarations, Kinds.Checks, Kinds.Fields, Kinds.Model",
        "Mappings: Declarations, Kinds.References",
        "Moves: Declarations, Kinds.Model, Memory",
        "Overlays: Declarations, Kinds.Fields, Kinds.Model, Kinds.References",
        "Ownership: Kinds.Model, Memory",
        "Kinds.Permissions: Declarations, Declarations.Documents, Kinds.Checks, Kinds.Fields, Kinds.Files, Kinds.Model, "
            + "Kinds.References, Memory, Ownership",
        "Kinds.Pipelines: Declarations, Kinds.Checks, Kinds.Clusters, Kinds.Fields, Kinds.Model, Kinds.Permissions, Kinds.References",
        "Kinds.SecretScopes: Declarations, Kinds.Checks, Kinds.Fields, Kinds.Model, Kinds.Permissions, Memory, Ownership",
        "Kinds: Environments, Kinds.Alerts, Kinds.ClusterPolicies, Kinds.Clusters, Kinds.Dashboards, Kinds.Files, Kinds.InitScripts, "
            + "Kinds.InstancePools, Kinds.Jobs, Kinds.Libraries, Kinds.Model, Kinds.Notebooks, Kinds.NotificationDestinations, "
            + "Kinds.Permissions, Kinds.Pipelines, Kinds.Queries, Kinds.SecretScopes, Kinds.Warehouses, Ownership",
        "Checking: Connecting, Declarations, Environments, Kinds, Kinds.Model, Ownership",
        "Provisioning: Connecting, Declarations, Environments",
        "Runs: Declarations",
        "Secrets: Connecting, Declarations, Kinds.Fields, Kinds.References, Memory",
        "Variables: Declarations, Environments",
        "Loading: Declarations, Declarations.Documents, Declarations.Templates, Environments, Environments.Reading, Kinds.Checks, "
            + "Kinds.ClusterPolicies, Kinds.Model, Kinds.References, Mappings, Moves, Overlays, Secrets, Variables",
        "Planning: Declarations, Environments, Kinds, Kinds.ClusterPolicies, Kinds.Fields, Kinds.Model, Kinds.References, Loading, "
            + "Mappings, Memory, Moves, Overlays, Ownership, Secrets",
        "Applying: Declarations, Kinds.Fields, Kinds.Files, Kinds.Model, Kinds.References, Memory, Planning, Secrets",
        "Exporting: Declarations, Declarations.Documents, Environments, Kinds.Fields, Kinds.Files, Kinds.Model, "
            + "Kinds.References, Loading, Memory, Planning, Secrets",
        "Pruning: Declarations, Environments, Kinds.Fields, Kinds.Model, Kinds.References, Loading, Memory, Moves, Ownership, "
            + "Planning",
        "Sealing: Applying, Declarations, Environments, Kinds, Kinds.Fields, Kinds.Model, Kinds.References, Loading, Memory, Moves, "
            + "Ownership, Planning, Pruning, Secrets",
        ".: Applying, Connecting, Declarations, Environments, Environments.Reading, Exporting, Kinds, Kinds.Model, "
            + "Kinds.References, Loading, Mappings, Memory, Moves, Ownership, Planning, Pruning, Sealing, Secrets, Variables",
    ];

    private static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        ["Engine"] = ["Identity", "Rest", "Secrecy"],
        ["Identity"] = ["Rest", "Secrecy"],
        ["Rest"] = ["Secrecy"],
        ["Secrecy"] = [],
        ["LocalCloud"] = [],
        ["Web"] = ["Engine"],
    };

    private static string Deployment => Path.Combine(Repository.Root, "deployment");

    public static TheoryData<string> EveryProject => [.. Projects.Keys];

    [Fact]
    public void Each_room_uses_only_rooms_below_it() =>
        Assert.Equal(Table, Rooms.Of(typeof(DeploymentSession).Assembly.Location, "Layercake.Engine").FromTheBottomUp());

    [Fact]
    public void A_use_by_an_extension_method_a_value_a_lambda_a_handler_or_an_attribute_alone_is_seen() =>
        Assert.Equal(
            [
                "Extensions",
                "Failures",
                "Catchers: Failures",
                "Marked: Failures",
                "Values",
                "Makers: Values",
                "Users: Extensions, Makers, Values",
            ],
            Rooms.Of(typeof(RoomsTests).Assembly.Location, "Layercake.Engine.Tests.RoomSamples").FromTheBottomUp()
        );

    [Fact]
    public void A_circle_is_refused_with_the_types_that_make_it()
    {
        var rooms = Rooms.Of(
            ("Plans", "Texts", "Plan uses Text"),
            ("Plans", "Views", "Plan uses View"),
            ("Views", "Plans", "View uses Change")
        );

        Assert.Equal(
            "Rooms use each other in a circle:\nPlans uses Views: Plan uses View\nViews uses Plans: View uses Change",
            Assert.Throws<InvalidOperationException>(rooms.FromTheBottomUp).Message
        );
    }

    [Theory]
    [MemberData(nameof(EveryProject))]
    public void A_project_refers_only_to_projects_below_it(string project)
    {
        var referred = XDocument
            .Load(Path.Combine(Deployment, project, $"{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

        Assert.Equal([], referred.Except(Projects[project]));
    }
}
