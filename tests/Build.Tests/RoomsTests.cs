using Build;
using Layercake.Architecture;

namespace Layercake.Build.Tests;

/// <summary>Each room of the host uses only rooms below it, as in docs/how-it-works.md.</summary>
public sealed class RoomsTests
{
    /// <summary>From the bottom up: each room and the rooms that it uses.</summary>
    private static readonly string[] Table =
    [
        "CommandLine",
        "Record",
        "Text",
        "Ci: Text",
        "Printing: Ci, Text",
        "Reports.Model: Record, Text",
        "Reports.Sections: Record, Reports.Model, Text",
        "Running: CommandLine, Text",
        "Git: Ci, CommandLine, Running",
        "LocalClouds: CommandLine, Printing, Running, Text",
        "Reports.Html: Record, Reports.Model, Running, Text",
        "Reports.JUnit: Record, Running, Text",
        "Reports: Ci, CommandLine, Printing, Record, Reports.Html, Reports.JUnit, Reports.Model, Reports.Sections, Running, Text",
        "Views: Ci, CommandLine, Printing, Record, Running, Text",
        "Preparation: Ci, CommandLine, Git, LocalClouds, Record, Running, Views",
        "Packaging: Git, Preparation, Printing, Running, Text, Views",
        "Runs: Ci, Git, Preparation, Record, Reports.JUnit, Running, Text, Views",
        "Sealing: Ci, CommandLine, Preparation, Printing, Record, Running, Text, Views",
        "Deployments: CommandLine, LocalClouds, Preparation, Printing, Record, Running, Sealing, Text, Views",
        "TestRuns: Record, Running, Views",
        "WebPages: CommandLine, Deployments, Git, LocalClouds, Preparation, Printing, Record, Reports, Reports.Html, Reports.Model, "
            + "Running, Sealing, Text",
        ".: Ci, CommandLine, Deployments, LocalClouds, Packaging, Preparation, Printing, Record, Reports, "
            + "Reports.JUnit, Running, Runs, Sealing, TestRuns, Views, WebPages",
        "Tasks: ., Deployments, LocalClouds, Packaging, Runs, Sealing, TestRuns, WebPages",
    ];

    [Fact]
    public void Each_room_uses_only_rooms_below_it() =>
        Assert.Equal(Table, Rooms.Of(typeof(Program).Assembly.Location, "Build").FromTheBottomUp());
}
