using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Unconfirmed;

/// <summary>Which mode each <see cref="UnconfirmedRule"/> is in; kept with the cloud's state, and forgotten with it.</summary>
internal sealed class UnconfirmedRules(CloudState state)
{
    private readonly Table switched = state.Table("unconfirmed");

    public bool IsUsual(UnconfirmedRule rule) => switched.Get(rule.Name) is null;

    public string Mode(UnconfirmedRule rule) => IsUsual(rule) ? rule.Usual : rule.Other;

    public void Switch(UnconfirmedRule rule, string mode)
    {
        if (mode == rule.Usual)
            switched.Remove(rule.Name);
        else
            switched.Put(rule.Name, new JObject { ["mode"] = mode });
    }

    public void Clear() => switched.Clear();
}
