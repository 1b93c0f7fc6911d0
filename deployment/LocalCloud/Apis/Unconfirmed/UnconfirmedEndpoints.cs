using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Unconfirmed;

/// <summary>The admin calls that show and switch what nobody has confirmed of the service.</summary>
internal sealed class UnconfirmedEndpoints(CloudState state) : IEndpoints
{
    private readonly UnconfirmedRules rules = new(state);

    public void Map(RouteTable routes)
    {
        routes.AddAdmin("GET", "/unconfirmed", _ => List());
        routes.AddAdmin("POST", "/unconfirmed", Switch);
        routes.AddAdmin("DELETE", "/unconfirmed", _ => Clear());
    }

    private JArray List() => new(UnconfirmedRule.All.Select(Line));

    private JObject Switch(ApiRequest request)
    {
        var name = request.RequiredText("rule");
        var rule =
            UnconfirmedRule.All.FirstOrDefault(rule => rule.Name == name)
            ?? throw ApiError.InvalidParameter($"rule is one of: {string.Join(", ", UnconfirmedRule.All.Select(rule => rule.Name))}.");
        var mode = request.RequiredText("mode");
        if (mode != rule.Usual && mode != rule.Other)
            throw ApiError.InvalidParameter($"mode of {rule.Name} is one of: {rule.Usual}, {rule.Other}.");

        rules.Switch(rule, mode);
        return Line(rule);
    }

    private JArray Clear()
    {
        rules.Clear();
        return List();
    }

    private JObject Line(UnconfirmedRule rule) =>
        new()
        {
            ["rule"] = rule.Name,
            ["mode"] = rules.Mode(rule),
            ["modes"] = new JArray(rule.Usual, rule.Other),
            ["about"] = rule.About,
        };
}
