using Layercake.Engine.Tests.RoomSamples.Extensions;

// Rooms whose uses a reader of the sources could miss; RoomsTests looks for them in the compiled assembly.
namespace Layercake.Engine.Tests.RoomSamples
{
    namespace Extensions
    {
        internal static class TextExtensions
        {
            public static string Twice(this string text) => text + text;
        }
    }

    namespace Values
    {
        internal sealed record Value(string Name);
    }

    namespace Makers
    {
        internal static class Maker
        {
            public static Values.Value Make() => new("a");
        }
    }

    namespace Failures
    {
        internal sealed class Failure : Exception;
    }

    namespace Catchers
    {
        internal static class Catcher
        {
            /// <summary>The exception has no variable, so only the handler names its type.</summary>
            public static bool Fails(Action action)
            {
                try
                {
                    action();
                    return false;
                }
                catch (Failures.Failure)
                {
                    return true;
                }
            }
        }
    }

    namespace Marked
    {
        [System.ComponentModel.TypeConverter(typeof(Failures.Failure))]
        internal static class Marked;
    }

    namespace Users
    {
        internal static class User
        {
            /// <summary>The value's type is named nowhere here, and the extension method is called in a lambda.</summary>
            public static Func<string> Name()
            {
                var value = Makers.Maker.Make();
                return () => value.Name.Twice();
            }
        }
    }
}
