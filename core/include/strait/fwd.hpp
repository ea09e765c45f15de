// fwd.hpp — the names of the library, for headers that only mention them.
#pragma once

#include <strait/base/config.hpp>

STRAIT_BEGIN

template <class T>
class sender;
template <class T>
class receiver;
template <class T>
class weak_sender;
template <class T>
class weak_receiver;
template <class T>
struct channel;
template <class T>
struct send_error;
template <class R>
class selector;

STRAIT_END
