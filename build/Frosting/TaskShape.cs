using System.Reflection;
using Cake.Core;

namespace Cake.Frosting;

/// <summary>What a task class says about itself: its name, its context and the members it overrides.</summary>
internal sealed class TaskShape(Type type, Type? frostingBase)
{
    public string Name { get; } = NameOf(type);

    public static TaskShape Of(IFrostingTask task) => new(task.GetType(), FrostingBase(task.GetType()));

    /// <exception cref="FrostingException">The type is no task.</exception>
    public static string NameOf(Type type) =>
        typeof(IFrostingTask).IsAssignableFrom(type)
            ? type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name
            : throw new FrostingException($"{type.FullName} is named as a dependency and is no IFrostingTask.");

    /// <summary>The context that the class is written for; null when it takes any.</summary>
    public Type? Context => frostingBase?.GenericTypeArguments[0];

    public bool Fits(ICakeContext context) => Context?.IsInstanceOfType(context) ?? true;

    /// <summary>A class that implements the interface directly has all members.</summary>
    public bool Overrides(string member) =>
        frostingBase is null
        || type.GetMethods()
            .Any(method =>
                method.Name == member && method.DeclaringType != frostingBase && method.GetBaseDefinition().DeclaringType == frostingBase
            );

    private static Type? FrostingBase(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (
                type.IsGenericType
                && (
                    type.GetGenericTypeDefinition() == typeof(FrostingTask<>)
                    || type.GetGenericTypeDefinition() == typeof(AsyncFrostingTask<>)
                )
            )
                return type;
        }

        return null;
    }
}
