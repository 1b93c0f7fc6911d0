using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests;

/// <summary>What <c>bench/clients.sh</c> calls with public clients.</summary>
public sealed class ClientListsTests
{
    [Fact]
    public void Every_family_is_called_by_a_public_client_or_left_out_with_a_reason()
    {
        var reasons = JObject.Parse(File.ReadAllText(Path.Combine(Root(), "bench", "clients", "left-out.json")));
        var lists = Directory
            .GetFiles(Path.Combine(Root(), "bench", "clients"), "*.json", SearchOption.AllDirectories)
            .Select(file => JObject.Parse(File.ReadAllText(file)))
            .Where(list => list.ContainsKey("calls"))
            .ToList();
        var families = Directory
            .GetDirectories(Path.Combine(Root(), "deployment", "LocalCloud", "Apis"))
            .Select(family => Path.GetFileName(family));

        var named = lists.SelectMany(list => list["serves"]!.Values<string>()).Concat(reasons.Properties().Select(reason => reason.Name));

        Assert.Equal(families.Order(StringComparer.Ordinal), named.Distinct().Order(StringComparer.Ordinal));
        Assert.All(
            lists.SelectMany(list => ((JObject?)list["left_out"] ?? []).Properties()).Concat(reasons.Properties()),
            reason => Assert.NotEmpty((string)reason.Value!)
        );
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "..", "..", ".."));
}
