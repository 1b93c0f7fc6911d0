using System.Text.Json.Nodes;
using Microsoft.Azure.Databricks.Client;

namespace Layercake.Bench.Clients;

/// <summary>Calls the .NET client as the lists say; prints for each family how many calls it made and how many answers are wrong.</summary>
/// <remarks>Arguments: the file that the local cloud wrote, the folder of the lists, and names of families if not all are wanted.</remarks>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var cloud = new Cloud(JsonNode.Parse(await File.ReadAllTextAsync(args[0]))!);
        using var client = DatabricksClient.CreateClient(cloud.Workspace, cloud.Token);
        var (calls, wrong, families) = (0, 0, 0);
        foreach (var file in Directory.EnumerateFiles(args[1], "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (args.Length > 2 && !args.Skip(2).Contains(name))
                continue;

            await cloud.ResetAsync();
            var family = new Family(JsonNode.Parse(await File.ReadAllTextAsync(file))!, client, cloud);
            await foreach (var complaint in family.RunAsync())
                Console.WriteLine($"  wrong: {name}: {complaint}");

            Console.WriteLine($"{name,-28}{family.Calls,6} calls{family.Wrong,6} wrong");
            (calls, wrong, families) = (calls + family.Calls, wrong + family.Wrong, families + 1);
        }

        Console.WriteLine($".NET client: {calls} calls in {families} families, {wrong} wrong.");
        return wrong > 0 || calls == 0 ? 1 : 0;
    }
}
