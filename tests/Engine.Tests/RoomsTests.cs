using System.Text.RegularExpressions;
using System.Xml.Linq;
using Layercake.Engine.Tests.Declarations;

namespace Layercake.Engine.Tests;

/// <summary>
/// Each room of the engine uses only rooms below it, and each project only projects below it, as docs/how-it-works.md tells.
/// </summary>
public sealed partial class RoomsTests
{
    /// <summary>From the bottom up.</summary>
    private static readonly (string Name, string[] Below)[] Rooms =
    [
        ("Declarations", []),
        ("Memory", []),
        ("Environments", ["Declarations"]),
        ("Connecting", ["Environments", "Declarations"]),
        ("Kinds", ["Environments", "Declarations", "Memory"]),
        ("Mappings", ["Kinds", "Declarations"]),
        ("Ownership", ["Kinds", "Memory"]),
        ("Secrets", ["Connecting", "Kinds", "Declarations", "Memory"]),
        ("Variables", ["Secrets", "Environments", "Declarations"]),
        ("Overlays", ["Kinds", "Declarations"]),
        ("Loading", ["Overlays", "Variables", "Secrets", "Mappings", "Kinds", "Environments", "Declarations"]),
        (
            "Planning",
            ["Loading", "Overlays", "Variables", "Secrets", "Mappings", "Ownership", "Kinds", "Environments", "Declarations", "Memory"]
        ),
        ("Exporting", ["Planning", "Loading", "Secrets", "Kinds", "Environments", "Declarations", "Memory"]),
        ("Pruning", ["Planning", "Loading", "Ownership", "Secrets", "Kinds", "Environments", "Declarations", "Memory"]),
        ("Applying", ["Planning", "Secrets", "Kinds", "Declarations", "Memory"]),
        ("Checking", ["Ownership", "Connecting", "Environments", "Declarations", "Memory"]),
        ("Provisioning", ["Connecting", "Environments", "Declarations"]),
        ("Runs", ["Declarations"]),
    ];

    private static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        ["Engine"] = ["Identity", "Rest", "Secrecy"],
        ["Identity"] = ["Secrecy"],
        ["Rest"] = ["Secrecy"],
        ["Secrecy"] = [],
        ["LocalCloud"] = [],
    };

    private static string Deployment => Path.Combine(Repository.Root, "deployment");

    public static TheoryData<string> EveryRoom =>
        [
            .. new DirectoryInfo(Path.Combine(Deployment, "Engine"))
                .EnumerateDirectories()
                .Select(folder => folder.Name)
                .Where(name => name is not ("bin" or "obj")),
        ];

    public static TheoryData<string> EveryProject => [.. Projects.Keys];

    [Theory]
    [MemberData(nameof(EveryRoom))]
    public void A_room_uses_only_rooms_below_it(string room)
    {
        var used = Directory
            .EnumerateFiles(Path.Combine(Deployment, "Engine", room), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Namespaces().Matches(File.ReadAllText(file)).Select(use => use.Groups["room"].Value))
            .Where(name => Rooms.Any(one => one.Name == name))
            .Except([room])
            .Order(StringComparer.Ordinal);

        Assert.Equal([], used.Except(Rooms.Single(one => one.Name == room).Below));
    }

    [Fact]
    public void The_table_of_rooms_has_no_circle()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Assert.All(
            Rooms,
            room =>
            {
                Assert.Equal([], room.Below.Except(seen));
                seen.Add(room.Name);
            }
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

    [GeneratedRegex(@"Layercake\.Engine\.(?<room>[A-Za-z]+)")]
    private static partial Regex Namespaces();
}
